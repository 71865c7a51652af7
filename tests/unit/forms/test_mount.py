"""The base path: what lies below it is answered, nothing else."""

import pytest
from werkzeug.test import Client
from werkzeug.wrappers import Request, Response

from forms_api.mount import mounted


@Request.application
def echo(request: Request) -> Response:
    return Response(f"{request.root_path}|{request.path}")


@pytest.fixture
def client() -> Client:
    return Client(mounted(echo, "/fw"))


@pytest.mark.parametrize(("path", "seen"), [("/fw/", "/fw|/"), ("/fw/forms/", "/fw|/forms/")])
def test_below_the_base_path_the_application_answers(client: Client, path: str, seen: str) -> None:
    assert client.get(path).text == seen


@pytest.mark.parametrize("path", ["/", "/fw"])
def test_the_door_leads_to_the_base_path(client: Client, path: str) -> None:
    response = client.get(path)
    assert (response.status_code, response.location) == (302, "/fw/")


@pytest.mark.parametrize("path", ["/forms/", "/fwx/", "/fwforms"])
def test_outside_there_is_nothing(client: Client, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 404
    assert response.headers["X-Content-Type-Options"] == "nosniff"
