using Google.Protobuf;
using SovereignFleet.Agent.Spool.Files;
using SovereignFleet.Agent.Spool.Records;
using SovereignFleet.Agent.Spool.Segments;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.Spool;

/// <summary>The durable queue: what is read is kept until the server has committed it, over restarts, crashes and outages.
/// Safe for threads; a kill at any instant loses no Event that was taken, and of the Frames at most the last second.</summary>
internal sealed class MessageSpool : IDisposable
{
    private readonly Lock gate = new();
    private readonly SpoolOptions options;
    private readonly SpoolIdentity identity;
    private readonly SegmentChain events;
    private readonly SegmentChain frames;
    private readonly SegmentChain files;
    private TaskCompletionSource changed = NewSignal();
    private SpoolLoss loss;
    private SpoolLoss told;
    private bool acksMoved;

    private MessageSpool(SpoolOptions options, ISpoolFiles disk, SpoolIdentity identity)
    {
        this.options = options;
        this.identity = identity;
        events = new SegmentChain(SpoolLane.Events, options, disk);
        frames = new SegmentChain(SpoolLane.Frames, options, disk);
        files = new SegmentChain(SpoolLane.Files, options, disk);
        Last = Math.Max(Math.Max(identity.Reached, files.Open(ref loss)), Math.Max(events.Open(ref loss), frames.Open(ref loss)));
    }

    public string Id => identity.Id;

    public ulong Last { get; private set; }

    public long Waiting { get { lock (gate) { return events.Waiting + frames.Waiting + files.Waiting; } } }

    public long Bytes { get { lock (gate) { return events.Bytes + frames.Bytes + files.Bytes; } } }

    /// <summary>All that was lost since the start, told or not.</summary>
    public SpoolLoss Lost { get { lock (gate) { return told + loss; } } }

    /// <summary>Ends at the next write or Ack. Take it before looking, so that nothing between is missed.</summary>
    public Task Changed { get { lock (gate) { return changed.Task; } } }

    public static MessageSpool Open(SpoolOptions options) => Open(options, OpenFile);

    /// <summary>The second argument opens a segment for reading and appending; a test gives a disk that is full.</summary>
    public static MessageSpool Open(SpoolOptions options, Func<string, Stream> open)
    {
        Directory.CreateDirectory(options.Folder);
        return Open(options, new SpoolFiles(options.Folder, open));
    }

    public static MessageSpool Open(SpoolOptions options, ISpoolFiles disk) => new(options, disk, SpoolIdentity.ReadOrCreate(disk));

    /// <summary>Gives the message its sequence. What is no Frame is on disk when this returns.</summary>
    public ulong Append(ConnectRequest message) => Append(message, message.BodyCase switch
    {
        ConnectRequest.BodyOneofCase.Frame => SpoolLane.Frames,
        ConnectRequest.BodyOneofCase.Chunk => SpoolLane.Files,
        _ => SpoolLane.Events,
    });

    /// <summary>For the result that is to follow the files of its command.</summary>
    public ulong Append(ConnectRequest message, SpoolLane lane)
    {
        lock (gate)
        {
            message.SpoolId = Id;
            identity.Reserve(++Last);
            message.Sequence = Last;
            Keep(Chain(lane), message, message.ToByteArray());
            if (lane is not SpoolLane.Frames)
            {
                Sync(Chain(lane));
            }

            Signal();
            return message.Sequence;
        }
    }

    public ConnectRequest? Next(SpoolLane lane, ulong after)
    {
        lock (gate)
        {
            if (Chain(lane).Next(after, ref loss) is not { } next)
            {
                return null;
            }

            var message = ConnectRequest.Parser.ParseFrom(next);
            message.SpoolId = Id; // the folder's name counts: Acks name it
            return message;
        }
    }

    /// <summary>Ranges may come in any order, twice, and cover what was never there.</summary>
    public void Acknowledge(IEnumerable<SequenceRange> ranges)
    {
        lock (gate)
        {
            foreach (var range in ranges)
            {
                events.Acknowledge(range.First, range.Last);
                frames.Acknowledge(range.First, range.Last);
                files.Acknowledge(range.First, range.Last);
            }

            acksMoved = true;
            Signal();
        }
    }

    /// <summary>Once a second: what was written is on disk, what was acknowledged is noted, the limits are kept.
    /// Throws IOException where the disk refuses; the next call tries again.</summary>
    public void Flush(long freeBytes, long diskBytes)
    {
        lock (gate)
        {
            var room = SpoolCap.FrameRoom(frames.Bytes, freeBytes, diskBytes, options.ReserveBytes);
            while (frames.Bytes > room && Drop(frames))
            {
            }

            ForEach(chain => chain.Settle());
            ForEach(chain => chain.Flush());
            if (acksMoved)
            {
                ForEach(chain => chain.NoteAcks());
                acksMoved = false;
            }
        }
    }

    public SpoolLoss TakeLoss()
    {
        lock (gate)
        {
            var taken = loss;
            told += taken;
            loss = default;
            return taken;
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            ForEach(chain => chain.Dispose());
        }
    }

    private static FileStream OpenFile(string path) => new(path, new FileStreamOptions
    {
        Mode = FileMode.OpenOrCreate,
        Access = FileAccess.ReadWrite,
        BufferSize = 0, // a record is one write: a kill leaves it whole or absent
        UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
    });

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private SegmentChain Chain(SpoolLane lane) => lane switch
    {
        SpoolLane.Events => events,
        SpoolLane.Frames => frames,
        SpoolLane.Files => files,
        _ => throw new ArgumentOutOfRangeException(nameof(lane), lane, "Unknown lane."),
    };

    private void ForEach(Action<SegmentChain> act)
    {
        act(events);
        act(frames);
        act(files);
    }

    private void Keep(SegmentChain chain, ConnectRequest message, byte[] payload)
    {
        while (SpoolCap.ToDrop(frames.Bytes, events.Bytes, files.Bytes, options.LimitBytes) is { } lane && Drop(Chain(lane)))
        {
        }

        if (chain.IsInMemory)
        {
            loss += SpoolLoss.Dropped(chain.Lane, chain.AppendToMemory(message.Sequence, payload));
            return;
        }

        try
        {
            chain.Append(message, payload);
        }
        catch (IOException) when (Drop(frames))
        {
            Keep(chain, message, payload);
        }
        catch (IOException)
        {
            loss += SpoolLoss.Dropped(chain.Lane, chain.AppendToMemory(message.Sequence, payload));
        }
    }

    private static void Sync(SegmentChain chain)
    {
        try
        {
            chain.Flush();
        }
        catch (IOException)
        {
            // A disk that takes the bytes but not the sync: the next Flush tries again, and reports it.
        }
    }

    private bool Drop(SegmentChain chain)
    {
        var lost = chain.DropOldest();
        loss += SpoolLoss.Dropped(chain.Lane, lost ?? 0);
        return lost is not null;
    }

    private void Signal()
    {
        changed.TrySetResult();
        changed = NewSignal();
    }
}
