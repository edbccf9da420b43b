private let answerTimeoutSeconds = 10

extension PortReading {
    /// Reads a topic until told to stop.
    mutating func readTopic(_ topic: String, of broker: BrokerAddress, as login: BrokerLogin) {
        while !control.isStopped {
            do throws(PortError) {
                let subscription = try TopicSubscription(topic: topic, of: broker, as: login)
                try subscription.open()
                try serve(subscription, topic, broker)
                subscription.leave()
            } catch let error {
                lose(error)
            }
        }
    }

    /// - Throws: the reason for the connection's end.
    private mutating func serve(
        _ subscription: TopicSubscription,
        _ topic: String,
        _ broker: BrokerAddress
    ) throws(PortError) {
        let giveUp = monotonicMilliseconds() + answerTimeoutSeconds * 1_000
        var payloads = FramePayload()
        var isFollowing = false
        while !control.isStopped {
            for event in try subscription.step() {
                switch event {
                case .answered(code: 0): try subscription.follow()
                case .answered(let code):
                    throw .brokerRefused(
                        address: broker.description,
                        reason: TopicSubscription.refusal(code)
                    )
                case .granted(false): throw .topicRefused(address: broker.description, topic: topic)
                case .granted(true):
                    isFollowing = true
                    opened(PortDescription(source: "\(broker)/\(topic)"))
                case .message(let chunk): hand(chunk, from: &payloads)
                case .complaint: break
                }
            }
            guard isFollowing || monotonicMilliseconds() < giveUp else {
                throw .connectionTimedOut(address: broker.description, seconds: answerTimeoutSeconds)
            }
            let (number, events) = try subscription.socket()
            // Once a second also without a packet: the library keeps the connection alive meanwhile.
            _ = control.wakeup.wait(for: number, events: events, timeoutMilliseconds: 1_000)
        }
    }

    private mutating func hand(_ message: Chunk, from payloads: inout FramePayload) {
        var chunk = message
        chunk.bytes = payloads.bytes(of: message.bytes)
        if !chunk.bytes.isEmpty { hand(chunk) }
    }
}
