"""What the form service's unit tests share: keys, and a request in which gettext works."""

from collections.abc import Iterator

import pytest
from flask import Flask

from forms_api.forms.form_token import Signatures
from forms_api.keys import Keys
from forms_api.pages import language


@pytest.fixture(scope="session")
def keys() -> Keys:
    return Keys.derive(b"an installation's secret, 32 bytes")


@pytest.fixture
def signatures(keys: Keys) -> Signatures:
    return Signatures(keys.signature)


@pytest.fixture(scope="session")
def speaking_app() -> Flask:
    """An application that knows languages and nothing else."""
    app = Flask("forms_api")
    language.init_app(app)
    return app


@pytest.fixture
def in_chinese(speaking_app: Flask) -> Iterator[None]:
    with speaking_app.test_request_context("/"):
        yield


@pytest.fixture
def in_english(speaking_app: Flask) -> Iterator[None]:
    with speaking_app.test_request_context("/?lang=en"):
        yield
