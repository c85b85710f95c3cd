// The methods that return derived data, and the one that deletes an interview.

internal import Insight
internal import Interviews
internal import JSONRPC

extension InterviewTable {
    var getVoiceInterviewTranscript: Method<Transaction> {
        method(
            .getVoiceInterviewTranscript, title: "Get a transcript",
            """
            Returns what was said in one interview as turns, with times in seconds, as a text or as captions. A transcription \
            in an unknown format is returned as by getVoiceInterviewById.
            """,
            Self.ofInterview,
            Parameter(
                optional: "format", ParameterType<TranscriptFormat>.choice,
                "turns (default): a list. text, markdown: to read. vtt (WebVTT), srt (SubRip): captions."),
            Parameter(
                optional: "from", ParameterType<TranscriptOrigin>.choice,
                "The source; default: the best."),
            result: .transcript, effect: .reads, cost: .high, refusals: [.notFound], example: .transcript
        ) { interviews, id, format, origin throws(Refusal) in
            try interviews.transcript(id, as: format ?? .turns, from: origin)
        }
    }

    var getVoiceInterviewMetrics: Method<Transaction> {
        method(
            .getVoiceInterviewMetrics, title: "Get metrics",
            """
            Computes figures about how the candidate talked in one interview (words, turns, questions, pace, talk share from 0 to \
            1, latency in seconds, fillers), each as {value, basis: measured or estimated}. Unknown figures are omitted, and listed \
            with the reason. This is no assessment: see the feedback.
            """,
            Self.ofInterview,
            result: .metrics, effect: .reads, cost: .high, refusals: [.notFound], example: .metrics
        ) { interviews, id throws(Refusal) in try interviews.metrics(id) }
    }

    var getVoiceInterviewProgress: Method<Transaction> {
        method(
            .getVoiceInterviewProgress, title: "Get progress",
            """
            Computes the caller's progress over many interviews: scores over time, practice per week, averages by technology, and \
            points that recur in the feedback. For totals only, use getVoiceInterviewStats.
            """,
            Parameter("timeZone", .timeZone, "The time zone of weeks, such as Europe/Paris, or UTC."),
            Parameter(optional: "startedAfter", .instant, "Only those created at or after this time."),
            Parameter(optional: "startedBefore", .instant, "Only those created before this time."),
            Parameter(
                optional: "technology", .technology,
                "Only those with exactly this technology; ASCII case is ignored."),
            Parameter(
                optional: "cursor", .cursor, "The `nextCursor` of the previous call."),
            result: .progress, effect: .reads, cost: .high, example: .progress
        ) { interviews, timeZone, startedAfter, startedBefore, technology, cursor throws(Refusal) in
            try interviews.progress(
                InterviewFilter(technology: technology, startedAfter: startedAfter, startedBefore: startedBefore),
                in: timeZone, cursor: cursor)
        }
    }

    var searchVoiceInterviews: Method<Transaction> {
        method(
            .searchVoiceInterviews, title: "Search interviews",
            """
            Finds the turns and contexts that contain all words of a query, newest interviews first. Case and diacritics are \
            ignored. To filter by status, time or technology, use getUserVoiceInterviews.
            """,
            Parameter(
                "query", .string(Limits.queryLength, blank: .refused),
                "Words that must all occur in one turn or context; there is no syntax."),
            Parameter(
                optional: "limit", .integer(Limits.searchPage, unit: "hits"),
                "At most so many hits; default \(Limits.defaultSearchPage). A page may have fewer."
            ),
            Parameter(
                optional: "cursor", .searchCursor, "The `nextCursor` of the previous page."),
            result: .searchPage, effect: .reads, cost: .high, example: .search
        ) { interviews, query, limit, cursor throws(Refusal) in
            try interviews.search(query, limit: limit ?? Limits.defaultSearchPage, cursor: cursor)
        }
    }

    var deleteVoiceInterview: Method<Transaction> {
        method(
            .deleteVoiceInterview, title: "Delete an interview",
            """
            Deletes an interview with all that is stored of it. This cannot be undone: use it only if the user has asked for \
            it.
            """,
            Self.ofInterview,
            result: .deletion, effect: .deletes, refusals: [.notFound], example: .delete
        ) { interviews, id throws(Refusal) in try interviews.delete(id) }
    }
}
