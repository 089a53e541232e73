using Microsoft.Extensions.Time.Testing;
using SovereignFleet.Agent;
using SovereignFleet.Agent.Spool;
using SovereignFleet.Agent.Spool.Files;
using SovereignFleet.Agent.Spool.Records;
using SovereignFleet.Proto.Link;
using SovereignFleet.Proto;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Agent.Spool;

[TestClass]
public sealed class SpoolWriterTests(TestContext test)
{
    [TestMethod]
    public async Task WriteAsync_OfAnEvent_TellsTheBootInWhichItWasRead()
    {
        using var folder = new TestFolder();
        var options = new SpoolOptions { Folder = folder.Below("spool"), BootId = "before" };
        using (var spool = MessageSpool.Open(options))
        {
            await new SpoolWriter(spool, options, new FakeTimeProvider()).WriteAsync(new Event { Kind = EventKinds.Xid, Code = 79 }, test.CancellationToken);
        }

        // The next boot's agent sends it.
        using var next = MessageSpool.Open(options with { BootId = "after" });

        Assert.AreEqual("before", next.Next(SpoolLane.Events, 0)!.Event.BootId);
    }
    [TestMethod]
    public void SpoolOptions_OfTheAgent_NameTheHostsBoot()
    {
        using var folder = new TestFolder();
        Directory.CreateDirectory(folder.Below("proc/sys/kernel/random"));
        File.WriteAllText(folder.Below("proc/sys/kernel/random/boot_id"), "this-boot\n");

        Assert.AreEqual("this-boot", new AgentOptions { Server = new Uri("https://127.0.0.1"), DataFolder = folder.Path, Root = folder.Path }.Spool.BootId);
    }
}
