using Google.Protobuf;
using SovereignFleet.Agent.Spool;
using SovereignFleet.Agent.Spool.Files;
using SovereignFleet.Agent.Spool.Records;
using SovereignFleet.Agent.Uplink;
using SovereignFleet.Proto.Link;
using SovereignFleet.Tests.Agent.Spool;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Agent.Uplink;

[TestClass]
public sealed class SendOrderTests
{
    [TestMethod]
    public void Next_FilesUnderWay_WaitForAcksAndLetEventsAndLiveFramesPass()
    {
        using var folder = new TestFolder();
        using var spool = MessageSpool.Open(new SpoolOptions { Folder = folder.Below("spool") });
        for (var part = 0; part < 10; part++)
        {
            spool.Append(new ConnectRequest { Chunk = new Chunk { CommandId = "c", Offset = (ulong)part, Data = ByteString.CopyFrom(new byte[1000]) } });
        }

        spool.Append(new ConnectRequest { Result = new CommandResult { CommandId = "c" } }, SpoolLane.Files);
        var order = new SendOrder(spool);
        spool.Append(SpoolContent.EventOf("event"));
        spool.Append(SpoolContent.FrameOf("live"));

        Assert.AreEqual("event live 0 1 2 3 4 5 6 7", Told(order));
        spool.Append(SpoolContent.FrameOf("live again"));
        Assert.AreEqual("live again", Told(order));
        order.Acknowledged([SpoolContent.Range(1, 5)]);
        Assert.AreEqual("8 9 result", Told(order));
    }

    private static string Told(SendOrder order)
    {
        var told = new List<string>();
        while (order.Next() is { } message)
        {
            told.Add(message switch
            {
                { Chunk: { } part } => $"{part.Offset}",
                { Result: not null } => "result",
                _ => SpoolContent.TextOf(message),
            });
        }

        return string.Join(' ', told);
    }
}
