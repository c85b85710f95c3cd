// All texts of the page, in English and French.

internal import Insight
internal import Interviews

/// The texts in one language. French has a no-break space before a colon, and a narrow one before other marks.
struct Strings: Sendable {
    let language: Language

    private func say(_ english: @autoclosure () -> HTML, _ french: @autoclosure () -> HTML) -> HTML {
        switch language {
        case .english: english()
        case .french: french()
        }
    }

    // MARK: - The page

    var title: HTML { say("Interview history", "Historique des entretiens") }
    func title(of user: String) -> HTML { "\(title) – \(text: user)" }
    func of(_ user: HTML) -> HTML { say("Practice interviews of \(user)", "Entretiens d’entraînement de \(user)") }
    func generated(_ time: HTML) -> HTML { say("Generated \(time)", "Généré le \(time)") }
    var skip: HTML { say("Skip to the interviews", "Aller aux entretiens") }
    var contents: HTML { say("Contents", "Sommaire") }
    func footer(timeZone: String) -> HTML {
        say(
            """
            This page is self-contained: it loads nothing and sends nothing. Dates are in the time zone \
            \(text: timeZone).
            """,
            """
            Cette page est autonome\u{A0}: elle ne charge rien et n’envoie rien. Les dates sont celles du fuseau \
            horaire \(text: timeZone).
            """)
    }

    func name(of section: Section) -> HTML {
        switch section {
        case .figures: say("At a glance", "En bref")
        case .scores: say("Score over time", "Notes au fil du temps")
        case .weeks: say("Time practised per week", "Entraînement par semaine")
        case .technologies: say("By technology", "Par technologie")
        case .points: say("Strengths and weak points", "Points forts et points faibles")
        case .interviews: interviews
        }
    }

    // MARK: - At a glance

    var interviews: HTML { say("Interviews", "Entretiens") }
    var practised: HTML { say("Time practised", "Temps d’entraînement") }
    var best: HTML { say("Best score", "Meilleure note") }
    var average: HTML { say("Average score", "Note moyenne") }
    var notScored: HTML { say("not scored yet", "pas encore noté") }
    var nothingScored: HTML { say("nothing scored yet", "rien de noté pour l’instant") }
    var notPractised: HTML { say("no duration known yet", "aucune durée connue") }
    func on(_ day: HTML) -> HTML { say("on \(day)", "le \(day)") }

    func interviews(_ count: Int) -> HTML {
        isOne(count)
            ? say("\(number(count)) interview", "\(number(count)) entretien")
            : say("\(number(count)) interviews", "\(number(count)) entretiens")
    }

    func inInterviews(_ count: Int) -> HTML { say("in \(interviews(count))", "dans \(interviews(count))") }

    func overScored(_ count: Int) -> HTML { say("over \(scored(count))", "sur \(scored(count))") }

    private func scored(_ count: Int) -> HTML {
        isOne(count)
            ? say("\(number(count)) scored interview", "\(number(count)) entretien noté")
            : say("\(number(count)) scored interviews", "\(number(count)) entretiens notés")
    }

    func name(of status: InterviewStatus) -> HTML {
        switch status {
        case .completed: say("Completed", "Terminé")
        case .active: say("In progress", "En cours")
        case .pending: say("Not started", "À venir")
        case .failed: say("Aborted", "Interrompu")
        }
    }

    func interviews(_ count: Int, _ status: InterviewStatus) -> HTML {
        let plural: HTML = isOne(count) ? "" : "s"
        let state =
            switch status {
            case .completed: say("completed", "terminé\(plural)")
            case .active: say("in progress", "en cours")
            case .pending: say("not started", "à venir")
            case .failed: say("aborted", "interrompu\(plural)")
            }
        return "\(number(count)) \(state)"
    }

    // MARK: - Scores

    var noScores: HTML { say("No interview has been scored yet.", "Aucun entretien n’a encore été noté.") }
    var score: HTML { say("Score", "Note") }
    var rollingAverage: HTML { say("Average of five", "Moyenne sur cinq") }
    var scoreTable: HTML { say("The scores as a table", "Les notes en tableau") }
    var date: HTML { say("Date", "Date") }

    var rollingNote: HTML {
        say(
            "The line is the average of an interview’s score and the four before it.",
            "La courbe est la moyenne de la note d’un entretien et des quatre précédentes.")
    }

    var rollingLater: HTML {
        say(
            "An average of five is drawn from the fifth scored interview on.",
            "Une moyenne sur cinq est tracée à partir du cinquième entretien noté.")
    }

    func newest(_ count: Int) -> HTML {
        say(
            "These are the newest \(number(count)) scores.", "Ce sont les \(number(count)) notes les plus récentes.")
    }

    func dot(_ score: Double, on day: Day) -> HTML {
        say("\(date(day)): \(number(score))", "\(date(day))\u{A0}: \(number(score))")
    }

    func describe(_ score: Double, on day: Day) -> HTML {
        say(
            "\(scored(1)), on \(date(day)). Score \(number(score)).",
            "\(scored(1)), le \(date(day)). Note\u{A0}: \(number(score)).")
    }

    func describe(
        _ count: Int, from first: Day, to last: Day, lowest: Double, highest: Double, rollingAverage: Double?
    ) -> HTML {
        let latest: HTML =
            rollingAverage.map {
                say(
                    "; the latest average of five is \(number($0))",
                    "\u{202F}; dernière moyenne sur cinq\u{A0}: \(number($0))")
            } ?? ""
        return say(
            """
            \(scored(count)), from \(date(first)) to \(date(last)). Lowest score \(number(lowest)), highest \
            \(number(highest))\(latest).
            """,
            """
            \(scored(count)), du \(date(first)) au \(date(last)). Note la plus basse\u{A0}: \(number(lowest)), la plus \
            haute\u{A0}: \(number(highest))\(latest).
            """)
    }

    // MARK: - Weeks

    var noTime: HTML { say("No time practised yet.", "Aucun temps d’entraînement pour l’instant.") }
    var mondays: HTML { say("Weeks begin on Monday.", "Les semaines commencent le lundi.") }
    var week: HTML { say("Week of", "Semaine du") }
    var time: HTML { say("Time", "Temps") }
    var weekTable: HTML { say("The weeks as a table", "Les semaines en tableau") }

    func describe(weeks: Int, through last: Day, total: Double, most: Double) -> HTML {
        say(
            """
            \(weeks) weeks up to the one of \(date(last)). \(length(total)) practised; most in a week: \(length(most)).
            """,
            """
            \(weeks) semaines jusqu’à celle du \(date(last)). Entraînement\u{A0}: \(length(total))\u{202F}; maximum en \
            une semaine\u{A0}: \(length(most)).
            """)
    }

    // MARK: - Technologies and points

    var noTechnologies: HTML { say("No technology yet.", "Aucune technologie pour l’instant.") }
    var technologies: HTML { say("Technologies", "Technologies") }
    var technology: HTML { say("Technology", "Technologie") }
    var strengths: HTML { say("Strengths", "Points forts") }
    var recurringStrengths: HTML { say("Recurring strengths", "Points forts récurrents") }
    var recurringWeakPoints: HTML { say("Recurring weak points", "Points faibles récurrents") }
    var noPoints: HTML { say("None yet.", "Aucun pour l’instant.") }
    var nothingRecurs: HTML {
        say("None in more than one interview yet.", "Aucun dans plusieurs entretiens pour l’instant.")
    }

    func namedOnce(_ count: Int) -> HTML {
        let plural: HTML = isOne(count) ? "" : "s"
        return say("\(number(count)) mentioned once", "\(number(count)) cité\(plural) une fois")
    }

    func more(_ count: Int) -> HTML {
        isOne(count)
            ? say("\(number(count)) more", "\(number(count)) autre")
            : say("\(number(count)) more", "\(number(count)) autres")
    }

    // MARK: - An interview

    var noInterviews: HTML {
        say(
            "No interview yet. The first one will appear here.",
            "Aucun entretien pour l’instant. Le premier apparaîtra ici.")
    }
    var noTechnologyNamed: HTML { say("No technology given", "Sans technologie précisée") }

    func planned(_ seconds: Double) -> HTML { say("\(length(seconds)) planned", "prévu\u{A0}: \(length(seconds))") }

    func took(_ seconds: Double, of planned: Double) -> HTML {
        let took: HTML = "<b>\(length(seconds))</b>"
        return say("\(took) of \(length(planned)) planned", "\(took) (prévu\u{A0}: \(length(planned)))")
    }

    var context: HTML { say("Context", "Contexte") }
    var feedback: HTML { say("Feedback", "Retour") }
    var noFeedback: HTML { say("No feedback yet.", "Pas encore de retour.") }
    var unknownFeedback: HTML {
        say(
            "The format of the feedback is unknown; it is stored unchanged.",
            "Le format du retour n’est pas reconnu\u{202F}; il est conservé tel quel.")
    }
    var improvements: HTML { say("To improve", "À améliorer") }
    var recommendations: HTML { say("Recommendations", "Recommandations") }
    var categories: HTML { say("By category", "Par catégorie") }

    var transcript: HTML { say("Transcript", "Transcription") }
    var noTranscript: HTML { say("There is no transcript.", "Il n’y a pas de transcription.") }
    var unknownTranscript: HTML {
        say(
            "The format of the transcript is unknown; it is stored unchanged.",
            "Le format de la transcription n’est pas reconnu\u{202F}; elle est conservée telle quelle.")
    }

    func name(of speaker: Speaker?) -> HTML {
        switch speaker {
        case .candidate: say("You", "Vous")
        case .interviewer: say("Interviewer", "Recruteur")
        case nil: say("Unknown speaker", "Voix inconnue")
        }
    }

    // MARK: - Speech

    var speech: HTML { say("Speech", "Expression orale") }
    var candidateWords: HTML { say("Words you said", "Mots prononcés") }
    var turns: HTML { say("Turns", "Prises de parole") }
    var candidateQuestions: HTML { say("Questions you asked", "Questions posées") }
    var interviewerQuestions: HTML { say("Questions you were asked", "Questions reçues") }
    var talkShare: HTML { say("Your share of the talk time", "Part de parole") }
    var pace: HTML { say("Words per minute", "Mots par minute") }
    var monologue: HTML { say("Longest monologue", "Plus long monologue") }
    var latency: HTML { say("Time before you answer", "Délai de réponse") }
    var fillers: HTML { say("Filler words", "Mots de remplissage") }
    var mentioned: HTML { say("Technologies mentioned", "Technologies citées") }
    var noneMentioned: HTML { say("none", "aucune") }

    func name(of basis: Basis) -> HTML {
        switch basis {
        case .measured: say("measured", "mesuré")
        case .estimated: say("estimated", "estimé")
        }
    }

    func leftOut(_ names: HTML, _ reason: UnknownReason) -> HTML {
        say("Omitted: \(names) (\(name(of: reason))).", "Non indiqué\u{A0}: \(names) (\(name(of: reason))).")
    }

    private func name(of reason: UnknownReason) -> HTML {
        switch reason {
        case .noTranscript: say("there is no transcript", "il n’y a pas de transcription")
        case .unknownForm: say("the format is unknown", "le format n’est pas reconnu")
        case .tooLong: say("there is more than is read", "elle est trop longue pour être lue en entier")
        case .unknownSpeakers: say("its source does not say who speaks", "la source ne dit pas qui parle")
        case .noTimes: say("its source has no times", "la source ne donne pas les temps")
        case .arrivalTimes:
            say("its source has only the arrival times of turns", "la source ne donne que les heures d’arrivée")
        case .wholeSeconds:
            say("its source has whole seconds only", "la source ne donne que des secondes entières")
        case .script: say("it is written without spaces between words", "elle s’écrit sans espaces entre les mots")
        case .noEnds: say("its source does not say when turns end", "la source ne dit pas quand les tours finissent")
        case .notSaid: say("there was nothing to measure", "il n’y avait rien à mesurer")
        }
    }
}
