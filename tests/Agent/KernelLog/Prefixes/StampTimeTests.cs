using System.Globalization;
using SovereignFleet.Agent.KernelLog;

namespace SovereignFleet.Tests.Agent.KernelLog.Prefixes;

[TestClass]
public sealed class StampTimeTests
{
    private static readonly TimeZoneInfo Here = TimeZoneInfo.CreateCustomTimeZone("here", TimeSpan.FromHours(-5), "here", "here");

    /// <summary>A zone that is written holds; a time without one, or with a name that means several, is in the zone of who reads.</summary>
    [TestMethod]
    [DataRow("2026-07-29T13:26:00+1000 gpu1 kernel: ", "2026-07-29T03:26:00Z")]
    [DataRow("2026-07-29T13:26:00+10 gpu1 kernel: ", "2026-07-29T03:26:00Z")]
    [DataRow("2026-07-28T23:56:00-03:30 gpu1 kernel: ", "2026-07-29T03:26:00Z")]
    [DataRow("2026-07-29T13:26:00 gpu1 kernel: ", "2026-07-29T18:26:00Z")]
    [DataRow("Wed 2026-07-29 13:26:00 AEST gpu1 kernel: ", "2026-07-29T03:26:00Z")]
    [DataRow("Wed 2026-07-29 13:26:00 CST gpu1 kernel: ", "2026-07-29T18:26:00Z")]
    [DataRow("[Wed Jul 29 13:26:00 2026] ", "2026-07-29T18:26:00Z")]
    [DataRow("[Wed Jul  1 13:26:00 2026] ", "2026-07-01T18:26:00Z")]
    [DataRow("2026 Jul 29 13:26:00 gpu1 kernel: ", "2026-07-29T18:26:00Z")]
    [DataRow("1785295560.000001 gpu1 kernel: ", "2026-07-29T03:26:00.000001Z")]
    [DataRow("2026-07-29T03:26:00.123456789Z gpu1 kernel: ", "2026-07-29T03:26:00.1234567Z")]
    [DataRow("2026-07-29T03:26:00.1234567Z gpu1 kernel: ", "2026-07-29T03:26:00.1234567Z")]
    [DataRow("2026-13-29T03:26:00Z gpu1 kernel: ", null)]
    [DataRow("0001-01-01T00:00:00+14:00 gpu1 kernel: ", null)]
    [DataRow("[Wed Jul 99 13:26:00 2026] ", null)]
    [DataRow("Jul 29 13:26:00 gpu1 kernel: ", null)]
    [DataRow("[Jul29 13:26] ", null)]
    public void Read_Time_IsWhatTheFormTells(string prefix, string? expected)
    {
        var happened = new KernelLogFile(Here).Read([prefix + "NVRM: Xid (PCI:0000:9b:00): 79, off"]).Single();

        Assert.AreEqual("NVRM: Xid (PCI:0000:9b:00): 79, off", happened.Text);
        Assert.AreEqual(expected is null ? null : DateTimeOffset.Parse(expected, CultureInfo.InvariantCulture), happened.At?.ToDateTimeOffset());
    }
}
