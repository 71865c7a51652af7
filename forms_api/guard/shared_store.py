"""The limits' store that several processes share: Redis, when a URL is set.

In: a URL. Out: a store, not yet connected, that gives up after half a second.
`limits.py` imports this; it knows throttled-py and, only when a URL is set, redis.
"""

from throttled import RedisStore, RedisStoreBackend

from forms_api.config import ConfigurationError

PATIENCE = 0.5  # seconds
OPTIONS = {"SOCKET_TIMEOUT": PATIENCE, "SOCKET_CONNECT_TIMEOUT": PATIENCE}


def open_shared_store(url: str) -> RedisStore:
    """Open the store; raises ConfigurationError for a URL of no use, without repeating it: it may hold a password."""
    try:
        RedisStoreBackend(url, OPTIONS).get_client()  # reads the URL, connects nowhere; the store would do it later
        return RedisStore(url, OPTIONS)
    except ImportError as error:
        raise ConfigurationError(
            "设置了 MINGFA_REDIS_URL，但没有安装 redis 组件。请安装 mingfa[redis]，或去掉这项设置。"
        ) from error
    except ValueError as error:
        raise ConfigurationError(
            "MINGFA_REDIS_URL 写得不对。请写成 redis://127.0.0.1:6379/0 这样，或去掉这项设置。"
        ) from error
