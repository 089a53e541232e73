using SovereignFleet.Agent.Runtime.Footprint;

namespace SovereignFleet.Tests.Agent.Runtime;

[TestClass]
public sealed class ProgramPagesTests
{
    [TestMethod]
    public void Unwritten_CodeAndConstants_WithoutWhatTheLoaderWrote()
    {
        string[] smaps =
        [
            "55c152fcb000-55c152fe5000 r--p 00000000 fe:00 11657264                   /usr/bin/sovereignfleet-agent",
            "Size:                104 kB",
            "Rss:                 104 kB",
            "Anonymous:             0 kB",
            "VmFlags: rd mr mw me sd",
            "55c152fe5000-55c153699000 r-xp 0001a000 fe:00 11657264                   /usr/bin/sovereignfleet-agent",
            "Anonymous:             0 kB",
            "55c1539a8000-55c1539a9000 r--p 009dd000 fe:00 11657264                   /usr/bin/sovereignfleet-agent",
            "Anonymous:             4 kB",
            "55c153c35000-55c153c68000 rw-p 00c69000 fe:00 11657264                   /usr/bin/sovereignfleet-agent",
            "Anonymous:             0 kB",
            "7f71d0200000-7f71d02c5000 r--p 00000000 00:00 0 ",
            "Anonymous:             0 kB",
            "7f71d02c5000-7f71d0542000 r-xp 000c5000 fe:00 332131                     /usr/lib/a library with blanks.so",
            "Anonymous:             0 kB",
            "7fff4d5f2000-7fff4d5f4000 r-xp 00000000 00:00 0                          [vdso]",
            "Anonymous:             0 kB",
        ];

        var found = ProgramPages.Unwritten(smaps).Select(range => $"{range.Begin:x}-{range.End:x}");

        Assert.AreEqual("55c152fcb000-55c152fe5000 55c152fe5000-55c153699000 7f71d02c5000-7f71d0542000", string.Join(' ', found));
    }

    [TestMethod]
    public void Unwritten_ThisProcess_HasItsLibraries() =>
        Assert.IsTrue(ProgramPages.Unwritten(File.ReadLines("/proc/self/smaps")).Any(range => range.End > range.Begin));

    /// <summary>What was let go is read from the files again: this very test would not end else.</summary>
    [TestMethod]
    public void Release_ThisProcess_RunsOn()
    {
        SpareMemory.Release();

        Assert.AreEqual(42, Enumerable.Range(0, 7).Sum() * 2);
    }
}
