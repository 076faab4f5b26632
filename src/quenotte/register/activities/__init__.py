"""What we do with people's data: one file an activity."""

from quenotte.register.activities.access_journal import access_journal
from quenotte.register.activities.appointment import appointment
from quenotte.register.activities.audience import audience
from quenotte.register.activities.authority_request import authority_request
from quenotte.register.activities.backups import backups
from quenotte.register.activities.breach_register import breach_register
from quenotte.register.activities.consent_proof import consent_proof
from quenotte.register.activities.contact_message import contact_message
from quenotte.register.activities.cookie_choice import cookie_choice
from quenotte.register.activities.desk_access import desk_access
from quenotte.register.activities.directive import directive
from quenotte.register.activities.erasure_ledger import erasure_ledger
from quenotte.register.activities.handing_over import handing_over
from quenotte.register.activities.identity_document import identity_document
from quenotte.register.activities.instructions import instructions
from quenotte.register.activities.interests import interests
from quenotte.register.activities.legal_hold import legal_hold
from quenotte.register.activities.newsletter import newsletter_email, newsletter_sms
from quenotte.register.activities.objection_list import objection_list
from quenotte.register.activities.questionnaire import questionnaire
from quenotte.register.activities.rights_request import rights_request
from quenotte.register.activities.security_log import security_log
from quenotte.register.activities.service_message import service_message
from quenotte.register.activities.site_operation import site_operation
from quenotte.register.activities.succession import succession

# In the order of the policy: what a patient does, what a visitor leaves, what is asked of the practice,
# what keeps all of it safe.
ALL = (
    appointment,
    questionnaire,
    handing_over,
    service_message,
    contact_message,
    interests,
    newsletter_email,
    newsletter_sms,
    consent_proof,
    objection_list,
    audience,
    cookie_choice,
    site_operation,
    rights_request,
    identity_document,
    directive,
    authority_request,
    legal_hold,
    succession,
    desk_access,
    access_journal,
    instructions,
    security_log,
    breach_register,
    backups,
    erasure_ledger,
)
