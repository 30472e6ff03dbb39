"""What every form of the desk has in common."""

from pydantic import BaseModel, ConfigDict


class Step(BaseModel):
    """One page of the form. Names on the outside are Dutch, as the API has them."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True, populate_by_name=True)
