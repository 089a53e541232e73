using SovereignFleet.Agent.Spool;
using SovereignFleet.Agent.Spool.Records;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.Uplink;

/// <summary>Decides what one connection sends next: Events before everything, then live Frames, then files and the backlog, each with
/// a bounded number under way. Everything that no Ack covers is sent again by the next connection.</summary>
internal sealed class SendOrder(MessageSpool spool)
{
    /// <summary>So many old Frames may be under way: half an hour of them, about 4 MB.</summary>
    private const int BacklogWindow = 2000;

    /// <summary>So many parts of files may be under way: 2 MB.</summary>
    private const int FilesWindow = 8;

    private readonly Lock gate = new();
    private readonly HashSet<ulong> backlogUnderWay = [];
    private readonly HashSet<ulong> filesUnderWay = [];
    private ulong events;
    private ulong live = spool.Last;
    private ulong files;
    private ulong backlog;

    /// <summary>What is numbered up to it was read before this connection.</summary>
    public ulong LiveAfter { get; } = spool.Last;

    /// <summary>Null: nothing may be sent now.</summary>
    public ConnectRequest? Next() =>
        Advance(spool.Next(SpoolLane.Events, events), ref events) ?? Advance(spool.Next(SpoolLane.Frames, live), ref live)
        ?? NextOfFiles() ?? NextOfBacklog();

    public void Acknowledged(IEnumerable<SequenceRange> ranges)
    {
        lock (gate)
        {
            foreach (var range in ranges)
            {
                backlogUnderWay.RemoveWhere(sequence => sequence >= range.First && sequence <= range.Last);
                filesUnderWay.RemoveWhere(sequence => sequence >= range.First && sequence <= range.Last);
            }
        }
    }

    private static ConnectRequest? Advance(ConnectRequest? message, ref ulong cursor)
    {
        cursor = message?.Sequence ?? cursor;
        return message;
    }

    private ConnectRequest? NextOfFiles()
    {
        lock (gate)
        {
            if (filesUnderWay.Count >= FilesWindow || Advance(spool.Next(SpoolLane.Files, files), ref files) is not { } message)
            {
                return null;
            }

            filesUnderWay.Add(message.Sequence);
            return message;
        }
    }

    private ConnectRequest? NextOfBacklog()
    {
        lock (gate)
        {
            if (backlogUnderWay.Count >= BacklogWindow || spool.Next(SpoolLane.Frames, backlog) is not { } message || message.Sequence > LiveAfter)
            {
                return null;
            }

            backlog = message.Sequence;
            backlogUnderWay.Add(message.Sequence);
            return message;
        }
    }
}
