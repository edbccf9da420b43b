import Broker

/// The longest time that a broker may think about a topic.
private let patience = BrokerConnection.patience

extension PortReading {
    /// Reads a topic until told to stop.
    mutating func readTopic(_ topic: String, of broker: BrokerAddress, as login: BrokerLogin) {
        while !control.isStopped {
            do throws(PortError) {
                try serve(topic, of: broker, as: login)
            } catch let error {
                lose(error)
            }
        }
    }

    private mutating func serve(
        _ topic: String,
        of broker: BrokerAddress,
        as login: BrokerLogin
    ) throws(PortError) {
        var isGranted = true
        do throws(BrokerError) {
            isGranted = try follow(topic, of: broker, as: login)
        } catch let error {
            throw .broker(address: broker.description, reason: error.text(naming: login.keys))
        }
        if !isGranted { throw .topicRefused(address: broker.description, topic: topic) }
    }

    /// - Returns: false when the broker does not let this user read the topic; true when told to stop.
    /// - Throws: the reason for the connection's end.
    private mutating func follow(
        _ topic: String,
        of broker: BrokerAddress,
        as login: BrokerLogin
    ) throws(BrokerError) -> Bool {
        let connection = try BrokerConnection(
            to: broker,
            as: login,
            // A name of its own each time: two clients of one name throw each other out.
            clientID: ClientID.random(),
            payloadLimit: FramePayload.mostBytes + 1
        )
        try connection.open()
        var isFollowing = false
        var giveUp = ContinuousClock.now + patience
        var payloads = FramePayload()
        while !control.isStopped {
            for event in try connection.step() {
                switch event {
                case .welcomed:
                    try connection.follow(topic)
                    giveUp = .now + patience
                case .granted(false): return false
                case .granted(true):
                    isFollowing = true
                    opened(PortDescription(source: "\(broker)/\(topic)"))
                // What the broker kept came at a time that nobody knows.
                case .received(let message) where !message.isRetained: hand(message.payload, from: &payloads)
                case .received, .published: break
                }
            }
            if !isFollowing, ContinuousClock.now >= giveUp { throw .silent }
            // Once a second also without a packet: the library keeps the connection alive meanwhile.
            connection.wait(wokenBy: control.wakeup, atMost: .seconds(1))
        }
        connection.disconnect()
        // As far as that goes without waiting.
        _ = try? connection.step()
        return true
    }

    private mutating func hand(_ payload: [UInt8], from payloads: inout FramePayload) {
        let bytes = payloads.bytes(of: payload)
        if !bytes.isEmpty { hand(Chunk(bytes: bytes, arrivalUnixMilliseconds: unixMilliseconds())) }
    }
}
