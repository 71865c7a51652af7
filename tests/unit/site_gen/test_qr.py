"""QR codes carry the whole public address, in characters that every telephone reads."""

from pathlib import Path

import segno

from content_model import load
from site_gen.qr import public_address, write_qr_codes
from tests import samples


def test_the_address_is_whole_and_percent_encoded(tmp_path: Path) -> None:
    changes = {"site.yml": samples.SITE + "网站路径: /fw\n", "notices/冬季 值班.md": samples.NOTICE}
    library = load(samples.write_content(tmp_path, changes))
    addresses = [public_address(library, page) for page in library.pages]
    assert all(address.isascii() and " " not in address for address in addresses)
    assert all(address.startswith(f"{library.site.base_url}/fw/") for address in addresses)
    assert any("/notices/%E5%86%AC%E5%AD%A3" in address for address in addresses)


def test_every_page_has_its_own_code_beside_it(tmp_path: Path) -> None:
    library = load(samples.write_content(tmp_path / "content"))
    write_qr_codes(library, tmp_path / "docs")
    drawn = [(tmp_path / "docs" / page.address / "qr.svg").read_text(encoding="utf-8") for page in library.pages]
    assert len(set(drawn)) == len(library.pages) > 1
    sides = segno.make(public_address(library, library.pages[0]), error="m", micro=False).symbol_size()
    assert 'viewBox="0 0 {} {}"'.format(*sides) in drawn[0]
