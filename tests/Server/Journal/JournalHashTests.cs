using SovereignFleet.Server.Journal;

namespace SovereignFleet.Tests.Server.Journal;

[TestClass]
public sealed class JournalHashTests
{
    private static readonly byte[] Start = new byte[JournalHash.Size];

    [TestMethod]
    public void Of_TextMovedIntoTheNextField_IsAnotherHash() =>
        Assert.AreNotSequenceEqual(Hash(actor: "ab", kind: "c"), Hash(actor: "a", kind: "bc"));

    [TestMethod]
    public void Of_NullAndEmpty_AreTwoHashes() =>
        Assert.AreNotSequenceEqual(Hash(gpuUuid: null), Hash(gpuUuid: ""));

    [TestMethod]
    public void Of_TheFirstEntryEver_NeverChanges() =>
        // The canonical form is the audit log's contract: a Journal that was sealed by an older version must still verify.
        Assert.AreEqual("16f68e17a8be7b9f0049cfd3167bb99a39c7cbc786d37a3ec4b85a3149082b8f", Convert.ToHexStringLower(Hash()));

    private static byte[] Hash(string actor = "system", string kind = "test", string? gpuUuid = null) => JournalHash.Of(Start, 1, new JournalEntry
    {
        Id = 7,
        At = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000),
        Actor = actor,
        Kind = kind,
        GpuUuid = gpuUuid,
        Summary = "Something happened.",
    });
}
