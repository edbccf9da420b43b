import Testing

@testable import Broker

@Suite("A broker that does not let us in") struct BrokerErrorTests {
    @Test(
        "Each refusal that MQTT 3.1.1 knows says what to do",
        arguments: [
            (1, "refuses: it does not speak MQTT 3.1.1; update the broker"),
            (2, "refuses: it does not accept this client's name; set another mqtt.client_id"),
            (3, "refuses: it is not available at the moment; see the broker's log"),
            (
                4,
                "refuses: user or password are wrong, or this user may not connect; check mqtt.user and mqtt.password"
            ),
            (
                5,
                "refuses: user or password are wrong, or this user may not connect; check mqtt.user and mqtt.password"
            ),
            (200, "refuses: its answer has the unknown code 200; see the broker's log"),
        ] as [(Int32, String)]
    )
    func refusal(_ code: Int32, _ text: String) {
        #expect(BrokerError(connectCode: code, hasUser: true).text(naming: .mqtt) == text)
    }

    @Test("A user that is missing is asked for by the keys that the login was read from")
    func keys() {
        let error = BrokerError(connectCode: 5, hasUser: false)
        #expect(
            error.text(naming: .mqtt)
                == "refuses: it wants a user and a password; set mqtt.user and mqtt.password"
        )
        #expect(
            error.text(naming: .meter)
                == "refuses: it wants a user and a password; set the meter's user and the meter's password"
        )
    }
}

@Suite("The pipe that wakes a thread") struct WakePipeTests {
    @Test("A call wakes the next wait, once, however often it was called") func wakes() {
        let pipe = WakePipe()
        for _ in 0..<100_000 { pipe.wake() }
        guard case .woken = pipe.wait() else {
            Issue.record("not woken")
            return
        }
        guard case .timedOut = pipe.wait(atMost: .zero) else {
            Issue.record("woken twice")
            return
        }
    }
}
