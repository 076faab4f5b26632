"""What `quenotte practice hand-over` and `take-over` do and print."""

from pathlib import Path

from django.utils import timezone

from quenotte.vault.handover import files, services
from quenotte.vault.practices.addresses import vault_url


def hand_over(*, slug: str, to: str, file: str, number: int | None = None) -> str:
    """Write the bundle; the practice takes nothing new here from then on."""
    with files.fresh(file) as out:
        made = services.hand_over(slug=slug, to=to, file=out, number=number, at=timezone.now())
    return (
        f"{file}: {made.rows} lines of the practice {slug}, signed by this vault.\n"
        f"There: quenotte practice take-over {Path(file).name} --from {services.own_fingerprint()}\n"
        "From now on this vault answers that the practice has moved. Lead its host name to the other"
        " vault; when all is well there, erase it here: quenotte practice purge"
    )


def take_over(*, file: str, sender: str) -> str:
    """Take the practice; what its desk has to do next."""
    at, path = timezone.now(), Path(file)
    try:
        practice = services.take_over(path=path, sender=sender, at=at)
    except OSError as fault:
        raise services.Refused(f"{file} cannot be read: {fault.strerror}") from None
    lost = services.untold(practice, at=at)
    return (
        f"The practice {practice.slug} is here: {vault_url(practice)}\n"
        f"Its fingerprint: {practice.fingerprint}\n"
        "Telephone the practice and compare: it stands behind #k= in the practice's own links. Nothing else"
        " tells that this is the practice, and not one that the sending vault made up.\n"
        "New requests come once its desk has turned the keys, since they name this relay then.\n"
        "Register a computer for it: quenotte practice computer " + practice.slug + "\n"
        f"To be told by telephone, because addresses stayed behind: {lost} appointments"
    )
