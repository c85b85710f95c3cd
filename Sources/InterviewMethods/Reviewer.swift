// Reviews an interview with a language model, in three steps: what is reviewed, the review, and what is stored.

public import ChatCompletions
internal import Insight
public import Interviews
internal import JSON
public import Reviews

/// Why an interview was not reviewed. Nothing was stored.
public enum ReviewFailure: Error, Equatable, Sendable {
    case refused(Refusal)
    case nothingToReview(NothingToReview)
    case modelFailed(ModelFailure)
    case cancelled
}

/// Reviews interviews with one model.
public struct Reviewer: Sendable {
    private let model: ChatModel

    public init(_ model: ChatModel) { self.model = model }

    /// What is reviewed.
    public struct Assignment: Sendable {
        let interviewId: String
        let material: ReviewMaterial
        let messages: ReviewMessages
        let language: LanguageTag?

        /// The feedback that the interview has so far.
        let feedback: [UInt8]?

        public var hasFeedback: Bool { feedback != nil }
    }

    /// A review that is not stored yet.
    public struct WrittenReview: Sendable {
        let assignment: Assignment
        let review: Review
    }

    /// A stored review.
    public struct SavedReview: Sendable {
        public let interview: Interview

        /// The feedback as it is stored, a JSON text on one line.
        public let feedback: [UInt8]
    }

    /// Reads what was said in an interview that has ended.
    public func begin(
        _ interviewId: String, in language: LanguageTag?, of interviews: UserInterviews
    ) throws(ReviewFailure) -> Assignment {
        let whole: WholeInterview
        do throws(Refusal) { whole = try interviews.get(interviewId) } catch { throw .refused(error) }
        guard whole.interview.status.isEnd else { throw .nothingToReview(.notEnded) }
        let conversation = whole.conversation
        // A review would be one of a part.
        guard !conversation.isTruncated else { throw .modelFailed(ModelFailure(.tooLong)) }
        let material: ReviewMaterial
        do throws(NothingToReview) {
            material = try ReviewMaterial(
                conversation, technologies: whole.interview.technologyNames, context: whole.interview.context)
        } catch {
            throw .nothingToReview(error)
        }
        do throws(ReviewTooLong) {
            return Assignment(
                interviewId: interviewId, material: material, messages: try material.messages(language: language),
                language: language, feedback: whole.feedback)
        } catch {
            throw .modelFailed(ModelFailure(.tooLong))
        }
    }

    /// Asks the model. This blocks until it has answered, or the call is interrupted.
    public func review(
        _ assignment: Assignment, _ interruption: Interruption
    ) throws(ReviewFailure) -> WrittenReview {
        let prompt = ChatPrompt(
            system: assignment.messages.system, user: assignment.messages.user, schemaName: ReviewForm.name,
            schema: ReviewForm.schema)
        do throws(CompletionError) {
            let review = try model.complete(prompt, interruption) { assignment.material.review(reading: $0) }
            return WrittenReview(assignment: assignment, review: review)
        } catch {
            switch error {
            case .interrupted: throw .cancelled
            case .failed(let failure): throw .modelFailed(failure)
            }
        }
    }

    /// Stores a review, if what was said, and the feedback, have not changed since they were read.
    public func finish(
        _ written: WrittenReview, of interviews: UserInterviews
    ) throws(ReviewFailure) -> SavedReview {
        let (assignment, review) = (written.assignment, written.review)
        let feedback = review.feedback(model: model.name, language: assignment.language, generatedAt: interviews.now)
        do throws(Refusal) {
            let interview = try interviews.saveReview(
                assignment.interviewId, feedback, score: Double(review.score), of: assignment.material.turns,
                inPlaceOf: assignment.feedback)
            return SavedReview(interview: interview, feedback: feedback)
        } catch {
            throw .refused(error)
        }
    }
}
