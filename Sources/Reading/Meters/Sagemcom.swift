/// Sagemcom T210-D in Austria, whose flat list `FlatList` reads, and P1 telegrams of T211 and others.
enum Sagemcom {
    static var facts: MakeFacts { MakeFacts(letters: "SAG SET") }
}
