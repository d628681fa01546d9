"""How the tables lay when a release was made, so that it is read rightly after the catalogue has changed."""

from alembic import op
from sqlalchemy import text

from slussen_chassis.migrations import statements

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

DIGEST = "21889c3ba50ec162da98b401feaae4b0340055ae2d35bd5c3f5aaa4fa6545030"
"""That of the catalogue until now; a process of the former version goes on to write releases in it."""

LAYOUTS = """{\
"referral-flow":{"bases":["referrals"],"measures":["referrals"],"dimensions":[["kind",["internal","e\
xternal"]],["fromProfession",["midwife","child_health_nurse","preschool_teacher","social_worker","ps\
ychologist","special_educator","physician","speech_therapist","dietitian","physiotherapist","dental_\
staff","librarian","cultural_interpreter","budget_adviser","social_authority_officer","other","total\
"]],["toProfession",["midwife","child_health_nurse","preschool_teacher","social_worker","psychologis\
t","special_educator","physician","speech_therapist","dietitian","physiotherapist","dental_staff","l\
ibrarian","cultural_interpreter","budget_adviser","social_authority_officer","other","total"]]]},\
"referral-families":{"bases":["families","children","listed"],"measures":["families","children","sha\
re","without","listed"],"dimensions":[["referrals",["one","two","three_or_more","two_or_more","total\
"]]]},\
"referral-times":{"bases":["referrals"],"measures":["referrals","median"],"dimensions":[["step",["ac\
cepted","closed"]],["days",["d0","d2","d7","d14","d30","d90","d365","total"]]]},\
"referral-outcomes":{"bases":["referrals"],"measures":["referrals","share"],"dimensions":[["kind",["\
internal","external"]],["outcome",["waiting","contact_established","family_declined","moved","not_ac\
cepted","recalled","no_contact","other","total"]]]},\
"referrals-declined":{"bases":["referrals"],"measures":["referrals"],"dimensions":[]},\
"joint-plans":{"bases":["families","children","listed"],"measures":["families","children","share","l\
isted"],"dimensions":[]},\
"consents":{"bases":["consents"],"measures":["consents","share"],"dimensions":[["profession",["midwi\
fe","child_health_nurse","preschool_teacher","social_worker","psychologist","special_educator","phys\
ician","speech_therapist","dietitian","physiotherapist","dental_staff","librarian","cultural_interpr\
eter","budget_adviser","social_authority_officer","other","not_stated","total"]],["value",["yes","no\
","partial","pending","total"]]]},\
"disclosure-grounds":{"bases":["grounds"],"measures":["grounds"],"dimensions":[["ground",["harm_asse\
ssment","unauthorised_disclosure_assessment","statutory_disclosure","other","total"]],["outcome",["p\
ermitted","refused","other","total"]]]},\
"disclosure-decisions":{"bases":["decisions"],"measures":["decisions"],"dimensions":[["boundary",["c\
onsent_not_required","private_disclosure_assessment","consent_required","other","not_stated","total"\
]],["outcome",["permitted","assessment_required","consent_required","refused","other","total"]]]},\
"opening-hours":{"bases":["weeks","fulfilled","regulated","reduced","joint"],"measures":["weeks","fu\
lfilled","reduced","fulfilled_share","hours"],"dimensions":[]},\
"meetings":{"bases":["meetings"],"measures":["meetings"],"dimensions":[["meeting",["steering_group",\
"house_meeting","development_day","other","total"]]]},\
"staff-time":{"bases":["house_meeting_minutes","training_minutes","consultation_minutes","planning_m\
inutes","months"],"measures":["house_meeting_hours","training","consultation","planning"],"dimension\
s":[]},\
"coordinators":{"bases":["centres","with_coordinator","extent","appointed"],"measures":["centres","w\
ith_coordinator","extent","appointed"],"dimensions":[]},\
"agreements":{"bases":["in_force","begun","ended","reviewed"],"measures":["in_force","begun","ended"\
,"reviewed"],"dimensions":[]},\
"duties":{"bases":["duties"],"measures":["duties"],"dimensions":[["state",["planned","done","done_la\
te","overdue","total"]]]},\
"coverage":{"bases":["municipalities","with_centre","centres","both_health_cares"],"measures":["muni\
cipalities","with_centre","coverage","centres","both_health_cares"],"dimensions":[]},\
"open-preschool-visits":{"bases":["adults","children","families","first_visits","families_in_month",\
"days"],"measures":["adults","children","families","first_visits","families_in_month","days"],"dimen\
sions":[]},\
"parent-groups":{"bases":["sessions","cohesive","cross_led","minutes","families","guardians","guardi\
ans_three_times"],"measures":["sessions","cohesive_share","cross_led_share","length","families","gua\
rdians","guardians_three_times"],"dimensions":[["groupType",["birth_preparation","parents_of_infants\
","themed","targeted","other","total"]]]},\
"listing":{"bases":["listed_families","enrolled_children","pregnant"],"measures":["listed_families",\
"enrolled_children","pregnant"],"dimensions":[]},\
"extended-home-visits":{"bases":["visits","families"],"measures":["visits","families"],"dimensions":\
[]},\
"goals":{"bases":["goals","measurable","evaluated","attained"],"measures":["goals","measurable","eva\
luated","attained","attained_share"],"dimensions":[["goalKind",["priority","county","other","total"]\
]]},\
"activity-plans":{"bases":["plans","with_convention"],"measures":["plans","with_convention","convent\
ion_share"],"dimensions":[]},\
"self-reflection":{"bases":["answers","agreed_sum","agreed"],"measures":["answers","mean","agreed"],\
"dimensions":[["item",["s01","s02","s03","s04","s05","s06","s07","s08","s09","s10","s11","s12","s13"\
,"s14","s15","s16","s17","s18","s19","s20","s21","s22","s23","s24","s25","s26","s27","s28","s29","s3\
0"]],["answer",["v1","v2","v3","v4","v5","total"]]]},\
"parent-survey":{"bases":["answers"],"measures":["answers","mean"],"dimensions":[["item",["g1","g2",\
"g3","g4","g5"]],["respondent",["first_child","not_first_child","not_stated","total"]],["answer",["v\
1","v2","v3","v4","v5","total"]]]},\
"visit-surveys":{"bases":["answers"],"measures":["answers","mean"],"dimensions":[["item",["a1","a2",\
"a3","c1","c2","c3"]],["answer",["v1","v2","v3","v4","v5","total"]]]},\
"spider-measurement":{"bases":["answers"],"measures":["answers","mean"],"dimensions":[["item",["axis\
_1","axis_2","axis_3","axis_4","axis_5"]],["answer",["v1","v2","v3","v4","v5","total"]]]},\
"staff-rating":{"bases":["answers"],"measures":["answers","mean"],"dimensions":[["item",["extent","q\
uality"]],["answer",["v1","v2","v3","v4","v5","total"]]]}\
}"""

TABLE = f"""
CREATE TABLE table_layouts (
    digest text PRIMARY KEY,
    layouts jsonb NOT NULL
);
GRANT SELECT, INSERT ON table_layouts TO "statistics_app";
GRANT SELECT ON table_layouts TO "statistics_worker";
ALTER TABLE release ADD COLUMN layouts text NOT NULL DEFAULT '{DIGEST}';
"""
KEEP = text("INSERT INTO table_layouts (digest, layouts) VALUES (:digest, CAST(:layouts AS jsonb))")


def upgrade() -> None:
    """Make the table and say of every release until now how it lies."""
    statements(TABLE, op.execute)
    op.get_bind().execute(KEEP, {"digest": DIGEST, "layouts": LAYOUTS})
