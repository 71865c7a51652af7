"""All forms that end in a receipt, by the name in their address.

In: nothing. Out: `FORMS`. The pages import this; a new form is one line here.
"""

from collections.abc import Mapping

from forms_api.forms.appointment import AppointmentForm
from forms_api.forms.complaint import ComplaintForm
from forms_api.forms.consultation import ConsultationForm
from forms_api.forms.correction import CorrectionForm
from forms_api.forms.legal_aid import LegalAidForm
from forms_api.forms.mediation import MediationForm
from forms_api.forms.need import NeedForm
from forms_api.forms.notary import NotaryForm
from forms_api.forms.submission_form import SubmissionForm
from forms_api.forms.volunteer import VolunteerForm

_LISTED: tuple[type[SubmissionForm], ...] = (
    ConsultationForm,
    LegalAidForm,
    AppointmentForm,
    MediationForm,
    NotaryForm,
    ComplaintForm,
    NeedForm,
    VolunteerForm,
    CorrectionForm,
)
FORMS: Mapping[str, type[SubmissionForm]] = {form.kind().slug: form for form in _LISTED}
