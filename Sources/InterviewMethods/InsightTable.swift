// The methods beside the heart: what is read out of interviews, and taking one away.

internal import Insight
internal import Interviews
internal import JSONRPC

extension InterviewTable {
    var getVoiceInterviewTranscript: Method<Transaction> {
        method(
            "getVoiceInterviewTranscript", title: "Read what was said",
            """
            Gives what was said in one interview as turns, with times in seconds, or as a text to read or captions. A transcription \
            in a form that is not understood has no turns, and is given as getVoiceInterviewById gives it.
            """,
            Self.ofInterview,
            Parameter(
                optional: "format", ParameterType<TranscriptFormat>.choice,
                """
                turns, if left out: a list. text and markdown: to read. vtt (WebVTT) and srt (SubRip): captions with times.
                """),
            result: .transcript, effect: .reads, refusals: [.notFound], example: .transcript
        ) { interviews, id, format throws(Refusal) in try interviews.transcript(id, as: format ?? .turns) }
    }

    var getVoiceInterviewMetrics: Method<Transaction> {
        method(
            "getVoiceInterviewMetrics", title: "Measure how the candidate talked",
            """
            Gives figures about how the candidate talked in one interview (words, turns, questions, pace, talk share from 0 to 1, \
            pauses in seconds, fillers), each as {value, basis: measured or estimated}. What cannot be known is left out, with the \
            reason. It does not judge answers: feedback does.
            """,
            Self.ofInterview,
            result: .metrics, effect: .reads, refusals: [.notFound], example: .metrics
        ) { interviews, id throws(Refusal) in try interviews.metrics(id) }
    }

    var getVoiceInterviewProgress: Method<Transaction> {
        method(
            "getVoiceInterviewProgress", title: "Follow progress",
            """
            Tells how the caller gets on over many interviews: scores over time, practice by the week, averages by technology, and \
            the points that feedback makes again and again. For plain totals, use getVoiceInterviewStats.
            """,
            Parameter("timeZone", .timeZone, "Where the caller's weeks begin: a name such as Europe/Paris, or UTC."),
            Parameter(optional: "startedAfter", .instant, "Only interviews created at this time or after it."),
            Parameter(optional: "startedBefore", .instant, "Only interviews created before this time."),
            Parameter(
                optional: "technology", .technology,
                "Only interviews with a technology of exactly this name, ASCII case aside."),
            result: .progress, effect: .reads, example: .progress
        ) { interviews, timeZone, startedAfter, startedBefore, technology throws(Refusal) in
            try interviews.progress(
                InterviewFilter(technology: technology, startedAfter: startedAfter, startedBefore: startedBefore),
                in: timeZone)
        }
    }

    var searchVoiceInterviews: Method<Transaction> {
        method(
            "searchVoiceInterviews", title: "Search what was said",
            """
            Finds where words occur together in what was said, or in the context of an interview: the newest interviews first. \
            Case and diacritics do not matter. To filter by status, time or technology, use getUserVoiceInterviews.
            """,
            Parameter(
                "query", .string(Limits.queryLength, blank: .refused),
                "Words, of which all must occur in one turn or context; there is no syntax."),
            Parameter(
                optional: "limit", .integer(Limits.searchPage, unit: "hits"),
                "How many hits at most; \(Limits.defaultSearchPage) if left out. A page may have fewer, and lead on."),
            Parameter(
                optional: "cursor", .searchCursor, "The `nextCursor` of the page before, got with the same query."),
            result: .searchPage, effect: .reads, example: .search
        ) { interviews, query, limit, cursor throws(Refusal) in
            try interviews.search(query, limit: limit ?? Limits.defaultSearchPage, cursor: cursor)
        }
    }

    var deleteVoiceInterview: Method<Transaction> {
        method(
            "deleteVoiceInterview", title: "Delete an interview",
            """
            Deletes an interview with everything that was said in it, for good. It cannot be had back: use it only when the caller \
            has asked for that.
            """,
            Self.ofInterview,
            result: .deletion, effect: .deletes, refusals: [.notFound], example: .delete
        ) { interviews, id throws(Refusal) in try interviews.delete(id) }
    }
}
