/**
 * Every number of the simulated world, with its reason. They are chosen for plausibility; the one calibration
 * target is the published situation the product starts from: the exact phone number or the exact full name of
 * one customer identifies about 23 % of the calls customers make. No value is set with a model in view.
 */
const defaultParameters = {
  /** First simulated week: a Monday (UTC midnight names the local day). Winter to spring: crosses no holidays season. */
  startDate: '2026-01-12',
  /** Weeks that can be played. Six are usual; the rest is room for longer demos. */
  weeks: 26,
  /** Age of the company: a young group of health centres, old enough for lapsed customers and moved ones. */
  companyAgeWeeks: 170,
  /** Telephone system exports: calls are kept half a year, as data-protection rules of clinics tend to allow. */
  callHistoryWeeks: 26,
  /** The lead desk was set up when the call centre was. */
  leadHistoryWeeks: 26,
  /** Appointment books are kept for a year. */
  appointmentHistoryWeeks: 52,

  population: {
    /** New customers per week: five branches, two or three each. Gives about 2,300 people after 170 weeks. */
    joinsPerWeek: 14,
    /** Share of newcomers who come with a household; families bring spouse and children to the same practice. */
    householdShare: 0.2,
    /** Mean number of further members of such a household (1 to 3). */
    furtherMembers: [0.6, 0.27, 0.13],
    /** Members of a household with the same surname (some partners keep theirs). */
    sharedSurname: 0.82,
    /** People who call from the household's landline rather than from a phone of their own, when one exists. */
    landlineCalls: 0.38,
    /** Households with a landline: falling in Germany, still most of the older ones. */
    landlineByAge: { young: 0.3, middle: 0.55, old: 0.85 },
    /** A mobile phone of one's own. */
    mobileShare: 0.93,
    /** Marriages with change of name per adult woman / man and year (crude rate about 1 %, mostly hers). */
    nameChangePerYear: { female: 0.012, male: 0.002 },
    /** Moves per person and year: about 9 % of Germans move each year, some of them out of reach. */
    movePerYear: 0.08,
    /** New mobile number per person and year: contracts change, numbers are usually ported. */
    newNumberPerYear: 0.06,
    /** Origin of the family name, roughly the make-up of a large west German city. */
    origins: { german: 0.76, turkish: 0.07, slavic: 0.09, italian: 0.03, arabic: 0.05 },
    /** Share of German names with a double surname or a particle (von, zu). */
    doubleSurname: 0.035,
    nobleParticle: 0.008,
    /** Two given names on the record (Anna-Lena, Hans Peter) that callers shorten. */
    doubleGivenName: 0.05,
  },

  records: {
    /** Fields a receptionist fills in. Health providers need the birth date; e-mail is optional. */
    phone: 0.87,
    /** Household landline on the record rather than the mobile phone, when there is one. */
    landlineOnRecord: 0.5,
    email: 0.55,
    dateOfBirth: 0.82,
    address: 0.88,
    /** Typing errors in the surname of the record itself. */
    misspelt: 0.03,
    /** People with two records (second branch, forgotten earlier visit): 3 to 8 % is usual for clinics' indexes. */
    duplicates: 0.04,
    /** After a marriage: record updated late, a second record opened, or nothing happens. */
    afterMarriage: { updated: 0.5, secondRecord: 0.2, nothing: 0.3 },
    /** Moves and new numbers that ever reach the record, and the mean delay in weeks until they do. */
    updateReachesRecord: 0.55,
    updateDelayWeeks: 9,
  },

  calls: {
    /** Callers whose number is not shown: the published share. Spread between people: most always or never. */
    withheld: 0.72,
    withheldSpread: 1.2,
    /** Calls per visit: booking by phone (others book at the desk or online), changing it, asking about it. */
    bookingByPhone: 0.66,
    rescheduling: 0.22,
    questions: 0.38,
    /** Calls from people not in the customer base (prospects, suppliers, wrong numbers), of all calls. */
    strangers: 0.17,
    /** Strangers who call again (mean further calls). */
    strangerRepeats: 0.5,
    /** Caller hangs up at the first sentence of the voice system and leaves nothing but perhaps the number. */
    earlyHangUp: 0.08,
    /** What the caller says about who they are. Germans open with the surname; a voice system asks for both. */
    nameSpoken: { none: 0.18, surname: 0.41, full: 0.32, given: 0.06, greeting: 0.03 },
    /** The transcription returns exactly this word: proper names are the worst case of telephone speech (8 kHz). */
    heardGivenName: 0.75,
    heardSurname: 0.55,
    /** Further factor on the chance that a name of non-German origin is written as on record. */
    heardForeign: 0.62,
    /** A misheard word is wrong in one place, sometimes in two. */
    secondError: 0.25,
    /** A misheard surname that comes back as another, more common one: language models prefer known words. */
    replacedByCommon: 0.12,
    /** The extraction separates given name and surname; else one string arrives. */
    namePartsSeparated: 0.5,
    /** Dictated in the call. Birth date is a usual question of clinics, e-mail only for confirmations. */
    dateOfBirth: 0.16,
    dateOfBirthWrong: 0.1,
    postalCode: 0.07,
    postalCodeWrong: 0.06,
    street: 0.04,
    email: 0.03,
    /** Dictated e-mail addresses survive transcription badly. */
    emailWrong: 0.45,
    /** Calls whose transcript is kept (consent given). */
    transcript: 0.3,
    /** Calls about the caller's main service; otherwise any. */
    mainService: 0.78,
    /** Calls to the branch the person goes to. */
    homeBranch: 0.9,
    /** Personal hour of calling: spread around it in hours; share of calls that ignore it. */
    hourSpread: 1.3,
    hourIgnored: 0.25,
    /** Weight of a person's favourite weekdays (one or two) against the others. */
    weekdayFavour: 4,
    /** Company-wide profile, Monday to Sunday: Mondays are worst, Saturday mornings only emergencies. */
    weekdays: [1.35, 1.1, 0.95, 1.0, 0.75, 0.05, 0],
    /** Median seconds of a call. */
    durationMedian: 140,
  },

  visits: {
    /** Visits follow a personal rhythm: Erlang shape of the gaps (1 would be memoryless, 3 fairly regular). */
    rhythm: 2,
    /** Between people of the same service, the rate varies with this gamma shape. */
    rateShape: 1.6,
    /** Spend per visit: between people (gamma shape) and between visits (sigma of a lognormal). */
    spendShape: 3,
    spendSigma: 0.4,
    /** Ordinary no-shows and cancellations of appointments, as clinics report. */
    noShow: 0.05,
    cancelled: 0.07,
    /** Complaint after a visit. */
    complaint: 0.012,
  },

  leaving: {
    /** Mean weekly hazard of leaving and its gamma shape: a third of the customers a year goes, unequally. */
    weeklyHazard: 0.0065,
    hazardShape: 1.2,
    /** Weeks in which somebody who is going to leave already behaves differently. */
    phaseWeeks: 7,
    /** In that phase: share of visits that still happen, and the troubled ones. */
    visitsKept: 0.5,
    noShow: 0.22,
    cancelled: 0.2,
    complaint: 0.16,
    /** Leavers who say so (files transferred, contract cancelled), and how late it is entered: days. */
    announced: 0.6,
    announcedAfterDays: [2, 24],
  },

  leads: {
    /** New enquiries for larger treatments per week. */
    perWeek: 120,
    sources: { web_form: 0.38, search_ad: 0.26, partner: 0.12, phone: 0.14, referral: 0.1 },
    /** Enquiries of existing customers (known to the lead form by their account). */
    fromCustomers: 0.25,
    /** Steps after which the team gives up. */
    steps: 6,
    /** Days between steps. */
    stepDays: [2, 4],
    /** Leads the desk reaches within a day of arrival (else on the second day). */
    promptShare: 0.75,
    /** Team follows a recommendation with this probability, otherwise its own habits. */
    adherence: 0.8,
    /** Hours until an action's outcome is known. */
    outcomeAfterHours: [4, 72],
    /** Days until a closed lead is booked as converted or lost. */
    closingAfterDays: [1, 6],
    /** Cost of an action in euro: minutes of a sales person; an offer's discount is paid only when it converts. */
    costs: { call: 7, email: 1, sms: 0.5, offer: 2, wait: 0 },
    offerDiscount: 0.1,
  },

  reviewer: {
    name: 'sim.reviewer',
    /** Minutes per week one person has for the queue. */
    weeklyMinutes: 240,
    /** Median seconds per task: listen to some of the recording, look, decide. */
    secondsMedian: 40,
    secondsSigma: 0.45,
    /** Wrong answers of careful people in clerical review: 2 to 5 %. */
    errorRate: 0.03,
  },

  corrections: {
    /** Calls about which somebody in the branch later finds out who it was, and looks at the link. */
    noticed: 0.06,
    /** Days until then. */
    afterDays: [1, 6],
  },

  samples: {
    /**
     * Predictions asked for each week: enough for an AUC, few enough for the request budget. About one customer in twenty
     * is gone a month later: 250 of them would hold 13, and their share be known to a quarter of itself.
     */
    churn: 600,
    clv: 150,
    temperature: 150,
  },
} as const;

type Widened<T> = T extends number
  ? number
  : T extends string
    ? string
    : T extends readonly (infer E)[]
      ? readonly Widened<E>[]
      : { readonly [K in keyof T]: Widened<T[K]> };

type Overrides<T> = T extends object
  ? T extends readonly unknown[]
    ? T
    : { readonly [K in keyof T]?: Overrides<T[K]> }
  : T;

export type Parameters = Widened<typeof defaultParameters>;
export type ParameterOverrides = Overrides<Parameters>;

/** The defaults with some values replaced, section by section. */
export function withOverrides(overrides: ParameterOverrides = {}): Parameters {
  const merge = (base: unknown, over: unknown): unknown =>
    over !== null && typeof over === 'object' && !Array.isArray(over)
      ? Object.fromEntries(
          Object.entries({ ...(base as object), ...over }).map(([key, value]) => [
            key,
            merge((base as Record<string, unknown>)[key], value),
          ]),
        )
      : (over ?? base);
  return merge(defaultParameters, overrides) as Parameters;
}
