public import Civil

/// What is published besides for programs that know other topics than ours.
///
/// Topics and keys are those of amsreader's JSON and Home Assistant payloads, and the fields of Tibber's `liveMeasurement`; what a
/// home needs of them is in `docs/compatibility.md`.
public struct Compatibility: Sendable {
    /// What amsreader's topics begin with; `nil` publishes none of them.
    public var amsreaderBase: String?
    /// The meter's id follows the base: where there are several, since amsreader has one.
    public var namesMeter = false
    /// `<base>/<id>/tibber`, under our own base.
    public var publishesLiveMeasurement = false
    /// Tells midnight, and the offset of a time.
    public var calendar: LocalCalendar

    public init(calendar: LocalCalendar) {
        self.calendar = calendar
    }
}
