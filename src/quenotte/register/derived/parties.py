"""Who is who in the documents that a practice shows to others: facts handed in, none known here."""

from dataclasses import dataclass
from datetime import date

from quenotte.register.choices import Contact, Kind
from quenotte.register.lists.roles import Role
from quenotte.register.packs.model import Pack
from quenotte.register.recipients import Recipient


@dataclass(frozen=True)
class Party:
    """Somebody answerable, and where to reach them."""

    name: str
    address: str = ""
    country: str = ""  # ISO 3166-1
    telephone: str = ""
    email: str = ""
    register_number: str = ""

    @property
    def reached(self) -> tuple[str, ...]:
        """Address with its country, telephone, e-mail: what is known of them."""
        where = ", ".join(part for part in (self.address, self.country) if part)
        return tuple(part for part in (where, self.telephone, self.email) if part)


@dataclass(frozen=True)
class Parties:
    """One practice, with everybody who works for it."""

    slug: str
    name: str
    controllers: tuple[Party, ...]  # more than one: each decides for its own patients
    packs: tuple[Pack, ...]  # whose law it keeps; the first is where it stands
    contact: Contact | None = None
    recipients: tuple[Recipient, ...] = ()
    hosted: tuple[str, ...] = ()  # what the installation says of the machines, one fact each
    began: date | None = None  # when its register began
    changed: date | None = None  # when it last changed
    vault_url: str = ""

    @property
    def country(self) -> str:
        return self.packs[0].country

    @property
    def asked(self) -> Party | None:
        """Whom to ask about one's data, where the practice named somebody."""
        named = self.contact
        if named is None:
            return None
        return Party(named.name, named.address, "", named.telephone, named.email)

    @property
    def has_officer(self) -> bool:
        """An officer is printed only where one is appointed (P74)."""
        return self.contact is not None and self.contact.kind is Kind.DPO

    def filling(self, role: Role) -> tuple[Recipient, ...]:
        """Who fills a role: its own holder, or the holder of the role that runs it."""
        own = tuple(one for one in self.recipients if one.role == role.key)
        return own or tuple(one for one in self.recipients if one.role == role.run_by)
