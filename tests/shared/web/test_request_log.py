from typing import Any

import httpx


async def test_the_log_names_the_route_and_never_what_was_asked(
    client: httpx.AsyncClient, logged: list[dict[str, Any]]
) -> None:
    await client.get("/nummer/12345?zoek=geheim", headers={"HX-Current-URL": "http://localhost/melding/geheim"})
    await client.get("/geheim/bestaat/niet")
    await client.get("/gaat-mis/boem")
    requests = [line for line in logged if line["event"] == "request"]
    assert [line["route"] for line in requests] == ["/nummer/{number}", "unmatched", "/gaat-mis/{kind}"]
    assert [line["status"] for line in requests] == [200, 404, 500]
    assert requests[0]["method"] == "GET"
    assert requests[0]["ms"] > 0
    assert "12345" not in repr(requests)
    assert "geheim" not in repr(requests)


async def test_a_callers_trace_is_carried_on(client: httpx.AsyncClient, logged: list[dict[str, Any]]) -> None:
    trace = "0af7651916cd43dd8448eb211c80319c"
    await client.get("/probeer", headers={"traceparent": f"00-{trace}-b7ad6b7169203331-01"})
    assert logged[-1]["trace"] == trace
