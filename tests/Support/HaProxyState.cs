namespace SovereignFleet.Tests.Support;

/// <param name="Status">As `show stat` prints it: UP, DRAIN, MAINT, DOWN.</param>
/// <param name="Sessions">In flight now.</param>
/// <param name="Total">Since the start.</param>
internal sealed record HaProxyState(string Status, int Sessions, long Total);
