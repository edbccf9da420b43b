// Moments, days and months are in nearly every value of the ledger: whoever imports it gets them with it. Underscored still,
// and the way in which the packages of Swift's own project do it.
@_exported public import LocalTime
