using SovereignFleet.Dashboard.Layout.Notices;
using SovereignFleet.Tests.Architecture;

namespace SovereignFleet.Tests.Dashboard.Layout.Notices;

[TestClass]
public sealed class StampsTests
{
    // "since 03:12:07 UTC" said a page of a Host that had been silent for two days.
    [TestMethod]
    public void Server_AnySentenceWithATime_HasItsDate()
    {
        // A time of day in the inventory is one of every day; a ticket says the date beside it, in the Site's own time.
        string[] without = ["server/Fleet/Inventory/Settings/ClockConverter.cs", "server/Work/RemoteHands/Text/TicketText.cs"];

        var found = SourceFile.Under("server", ".cs").Where(file => !without.Contains(file.Path))
            .SelectMany(file => file.Lines.Where(line => line.Contains("HH:mm", StringComparison.Ordinal) && !line.Contains("yyyy", StringComparison.Ordinal)).Select(line => $"{file.Path}: {line.Trim()}"));

        Assert.AreEqual("", string.Join('\n', found));
    }

    [TestMethod]
    [DataRow("It waits for the window of 2026-03-01 12:00Z.", "It waits for the window of 1 Mar 07:00 America/Toronto.")]
    [DataRow("The agent enrolled at 2026-07-01 03:30 UTC and has never been heard.", "The agent enrolled at 30 Jun 23:30 America/Toronto and has never been heard.")]
    [DataRow("From 2026-03-01 12:00:30Z to 2026-03-01 13:00Z", "From 1 Mar 07:00 America/Toronto to 1 Mar 08:00 America/Toronto")]
    [DataRow("2026-13-41 99:00Z is no time, gpu-2026-03-01 is none", "2026-13-41 99:00Z is no time, gpu-2026-03-01 is none")]
    public void Local_OfAServersSentence_IsInTheSitesZone(string sentence, string expected) => Assert.AreEqual(expected, Stamps.Local(sentence, "America/Toronto"));
}
