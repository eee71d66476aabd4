"""The closed class of English that eligibility text is built with, by what each phrase does.

Data for `marks`: a phrase here is understood wherever it stands; every other word is either in the dictionary
or for a person.
"""

from __future__ import annotations

Role = str
# and, or : connect. link : "with", connects like and. not : negates what follows. negative : negates what precedes. idle : whether what follows
# is so does not matter.
# except : takes away. eg : examples follow. define : a definition follows. relax : an exception may follow.
# glue : says nothing about the patient. level : low or high. narrow : makes a condition narrower.
# bound : the least or most of what is named after it. block : what follows is not asserted. change : a change, not a level.
PHRASES: dict[Role, str] = {
    "and": "and | & | but | as well as | plus | also | along with",
    "or": "or | and/or | and / or | or / and | alternatively | and or",
    "link": """with | who have | who has | who had | having | that have | whose | which have | requiring | who require | required
        | in need of | who need | diagnosed with | diagnosed | diagnosis of | diagnosed as | confirmed diagnosis of | clinical diagnosis of
        | presenting with | suffering from | who are | who is | receiving | treated with | treatment with | taking | use of
        | on treatment with | under treatment with | therapy with | presence of | evidence of | having had | who received | who receive | receive | receives | who underwent
        | has received | have received | has had | have had | received | underwent | has undergone | have undergone
        | with a diagnosis of | with diagnosis of | known to have | who have had | affected by | accompanied by | combined with | associated with""",
    "history": """history of | a history of | medical history of | past history of | previous history of | prior history of | known history of
        | documented history of | past medical history of | personal history of | with history of | any history of | clinical history of""",
    "not": """no | not | without | non | absence of | free of | free from | lack of | never | none | no history of | no evidence of
        | no known history of | no known | no prior history of | without a history of | without history of | without evidence of | no signs of
        | no previous history of | no medical history of | negative for | negative test for | negative swab for | negative pcr for
        | negative result for | tested negative for | negative pcr test for | negative serology for | negative tests for | negative screening for
        | negative swab test for | not have | must not have | does not have | do not have | has no | have no | no current | not currently
        | must not be | is not | are not | should not be | should not have | denies | no past history of | not be | has not had | have not had""",
    "idle": "with or without | with/without | without or with | irrespective of",
    "negative": "negative | seronegative | negativity | is absent | are absent",
    "except": """except | except for | excepting | excluding | other than | with the exception of | unless | apart from | with exception of | aside from
        | exception of | exceptions | except in""",
    "relax": "however | allowed | eligible | permitted | acceptable | may be included | may be enrolled | can be included | will be included | will not be excluded | not excluded | may participate",
    "eg": "e.g. | eg | e. g. | such as | for example | for instance | including | includes | include | like | i.e | including but not limited to | as for example",
    "define": """defined as | defined by | i.e. | ie | i. e. | that is | as defined by | as defined as | is defined as | are defined as | meaning
        | as evidenced by | evidenced by | as indicated by | indicated by | as determined by | characterized by | as measured by | as shown by
        | documented by | confirmed by | as assessed by | according to the following | namely | as demonstrated by | demonstrated by""",
    "bound": "minimum | a minimum | minimal | maximum | a maximum | maximal",
    "glue": """with a value of | with a value | with values of | with values | with value | with a level of | with levels | with level
        | with a score of | with a score | with scores | with score | with a total score of | with a count of | patient | patients | subject | subjects | participant | participants | individual | individuals | person | persons | people | volunteer
        | volunteers | candidate | candidates | of | the | a | an | is | are | was | were | be | been | being | must | should | has | have
        | had | any | all | in | at | on | by | either | both | that | this | these | those | who | which | their | his | her | its
        | it | they | he | she | male or female | male and female | males and females | male and female patients | female or male | males or females | men and women
        | men or women | women and men | women or men | female and male | male/female | male, female | females and males | man or woman | man and woman
        | boys and girls | girls and boys | boys or girls | girls or boys | both sexes | both genders | either sex | either gender | of either sex | of both sexes | any gender | any sex | all genders | all sexes
        | regardless of gender | regardless of sex | regardless of race | of any race | at screening | at baseline | at the time of screening
        | at enrollment | at enrolment | at inclusion | at randomization | at randomisation | at study entry | at the time of enrollment
        | at the time of enrolment | at the time of inclusion | at the time of randomization | at the time of consent
        | at time of consent | at the time of signing the informed consent | at the time of informed consent | at screening visit
        | at the screening visit | at time of screening | at time of enrollment | at the time of study entry | at entry | at admission
        | on screening | at any time | at any point in time | at visit 1 | at the first visit | during screening | prior to enrollment | prior to randomization | prior to inclusion | before enrollment | before randomization
        | level of | levels of | level | levels | count | counts | value | values | score | scores | concentration | concentrations | serum | plasma
        | result | results | range | total score | score of | class | grade | index | interval | known | documented | confirmed | established
        | estimated | calculated | measured | inclusive | adult patients aged | range of | ranges | number | absolute | limit | years | year
        | following | the following | of any type | at any dosage | at any dose | of any kind | of any cause | any type of | any kind of
        | of any type and at any dosage | of any dose | regardless of dose | screening | baseline | functional | class of | a score of
        | most recent | the most recent | patient's | subject's | participant's | laboratory | blood
        | predicted | of predicted | of the predicted | of predicted value | of the predicted value | predicted value | of predicted normal
        | predicted normal | of normal predicted""",
    "person": "adult | adults | child | children | adolescent | adolescents | infant | infants | neonate | neonates | elderly | adult patients | paediatric | pediatric",
    "if": "if | when | in case of | in cases of | provided that | only if | in the case of | whenever | except when | depending on",
    "level": """reduction of | reduced | decreased | low | lowered | decrease in | decreased levels of | reduction in | diminished | deficient
        | high | elevated | raised | increased | high levels of | high plasma levels of | elevated levels of | increased levels of | high level of
        | elevation of | low levels of | low level of | abnormal | impaired | excessive | increase in""",
    "narrow": """mild | moderate | severe | moderate-severe | moderate to severe | moderately severe | severely | moderately | moderate or severe
        | mild to moderate | acute | chronic | active | current | currently | ongoing | concomitant | concurrent | uncontrolled | unstable | stable | recent | recurrent
        | persistent | significant | clinically significant | symptomatic | advanced | serious | major | poorly controlled | decompensated | primary
        | secondary | refractory | untreated | treated | systemic | relevant | new | new-onset | first | newly | morbid | morbidly | overt | terminal | end stage""",
    "past": "previous | prior | past | pre-existing | preexisting | previously | former | earlier | prior history | pre existing",
    "block": """have a child | has a child | having a child | suspicious | suspicious for | potentially | members | family history | family history of | suspected | suspicion | possible | probable | presumed | potential | risk | risks | family | familial | maternal | paternal | fetal
        | foetal | anti | pseudo | screened | partner | partners | donor | donors | mother | mothers | father | parent | parents | caregiver
        | caregivers | sibling | siblings | child's | spouse | relative | relatives | planned | planning | plan | wish | wishing | intend | intending
        | intention | susceptible | exposure | exposed | likely | unlikely | candidates for | contraindication | contraindications | contraindicated""",
    "change": """increase | decrease | change | changes | reduction | rise | drop | fall | decline | loss | gain | difference | variation | improvement
        | worsening | ratio | delta | increases | decreases | increment | doubling""",
}  # fmt: skip

# Words only a person can answer for: consent, ability, plans, opinion.
NOT_COMPUTABLE = (
    r"consent|assent|\bicf\b|willing|unwilling|able\s+to|unable|ability|inability|capable|incapable|understand|comply|complian|non-?complian"
    r"|cooperat(?!ive\s+oncology)|co-operat|opinion|judg|investigator|discretion|participat|enrol?led\s+in\s+(?:another|other)|legal\s+(?:representative|guardian)"
    r"|language|literate|illitera|speak|english|deemed|considered|plans?\s+to|planning|intend|intention|expected|anticipated|affiliat|insurance"
    r"|social\s+security|follow-?up|available\s+for|refus|agree|vulnerable|deprived|guardianship|prisoner|contraception|contraceptive|voluntar"
    r"|clinically\s+relevant|any\s+(?:other\s+)?condition\s+that|would\s+(?:interfere|preclude|prevent)|may\s+interfere|swallow"
)
