/// Watches whether what comes from a port makes sense: second by second, and by counting alone.
struct PortWatch: Sendable {
    /// What to do after a second.
    enum Advice: Sendable, Equatable {
        case nothing
        /// Something is wrong, said for the first time.
        case say(String)
        /// It is right again.
        case sayAgain(String)
        /// Bytes come and no frame does: try the other parity.
        case retune
    }

    /// What was said last, and is not over.
    private enum Complaint {
        case silent
        case unreadable
    }

    private var secondsWithoutReading = 0
    private var secondsSinceTuned = 0
    private var bytesSinceTuned = 0
    private var readings = 0
    /// Messages that nobody could read, as far as they were counted with the last reading.
    private var unread = 0
    /// Good frames, as far as they were counted when the port was tuned.
    private var framesTuned = 0
    private var complaint: Complaint?
    /// What may be wrong where no bytes come.
    private let hint: String

    /// - Parameter isTopic: whether the bytes come from a topic of MQTT.
    init(isTopic: Bool = false) {
        hint =
            isTopic
            ? "no frame on the topic for a minute: does its gateway publish there, and frames as they are?"
            : "no bytes for a minute: is the adapter in the HAN port, and has the grid company opened the port?"
    }

    /// A meter sends every ten seconds at the least: six times nothing is silence.
    static let silentSeconds = 60
    /// Long enough for two messages of the slowest make.
    static let tuneSeconds = 25
    /// One may be a message cut in the middle; two say that it is the messages.
    static let unreadMessages = 2
    /// Fewer bytes than this may be a plug being put in.
    static let tuneBytes = 40

    mutating func opened() {
        secondsSinceTuned = 0
        bytesSinceTuned = 0
    }

    mutating func received(_ count: Int) {
        bytesSinceTuned += count
    }

    /// - Parameters:
    ///   - counts: what has come so far.
    ///   - problem: what was last wrong with it.
    mutating func secondPassed(_ counts: MeterDecoder.Counts, problem: String?) -> Advice {
        secondsWithoutReading += 1
        secondsSinceTuned += 1
        if counts.readings > readings {
            readings = counts.readings
            unread = counts.unread
            secondsWithoutReading = 0
            opened()
            defer { complaint = nil }
            return complaint == nil ? .nothing : .sayAgain("messages come again")
        }
        // Said after a silence too: it is another thing to do something about.
        if complaint != .unreadable, let problem, counts.unread >= unread + Self.unreadMessages {
            complaint = .unreadable
            return .say("messages come that cannot be read: \(problem)")
        }
        if secondsWithoutReading == Self.silentSeconds, complaint == nil {
            complaint = .silent
            return .say(silence(problem))
        }
        if secondsSinceTuned >= Self.tuneSeconds, bytesSinceTuned >= Self.tuneBytes {
            // Good frames need no other parity, whatever is in them.
            let hasFrames = counts.frames > framesTuned
            framesTuned = counts.frames
            opened()
            if hasFrames { return .nothing }
            return .retune
        }
        return .nothing
    }

    private func silence(_ problem: String?) -> String {
        guard bytesSinceTuned > 0 || problem != nil else {
            return hint
        }
        return "no message for a minute, though bytes come\(problem.map { ": \($0)" } ?? "")"
    }
}
