using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Telemetry.Codec;

namespace SovereignFleet.Server.Link.Streams;

/// <summary>The minutes of one Host that are still being read, and which messages are safe once they are stored. The Host's inbox alone
/// writes; anybody may read.</summary>
internal sealed class OpenMinutes(Guid hostId)
{
    private readonly Lock gate = new();
    // A Frame may overtake another by so much.
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(10);
    // A backlog is written in pieces of so many minutes.
    private const int Limit = 60;
    /// <summary>Minutes of single GPUs: an hour of a Host of sixteen, about 50 MB.</summary>
    public const int Most = 1024;

    private readonly SortedDictionary<DateTimeOffset, OpenMinute> minutes = [];

    /// <summary>No more is to be held: what is open is stored, and goes on as minutes of which a part is stored already.</summary>
    public bool IsFull => minutes.Values.Sum(minute => minute.Gpus.Count) >= Most;

    public void Add(MessageKey message, Frame frame, DateTimeOffset receivedAt)
    {
        var at = frame.At.ToDateTimeOffset();
        var start = GpuMinute.StartOf(at);
        lock (gate)
        {
            if (!minutes.TryGetValue(start, out var minute))
            {
                minutes[start] = minute = new OpenMinute();
            }

            minute.Touched = receivedAt;
            minute.Messages.Add(message);
            foreach (var reading in frame.Gpus.Where(reading => reading.Uuid.Length > 0))
            {
                if (!minute.Gpus.TryGetValue(reading.Uuid, out var gpu))
                {
                    minute.Gpus[reading.Uuid] = gpu = new GpuMinute();
                }

                gpu.Set(at.Second, reading);
            }
        }
    }

    /// <summary>What is read of one GPU and not stored yet: a copy.</summary>
    public IReadOnlyList<GpuBlock> Copy(string gpuUuid)
    {
        lock (gate)
        {
            return [.. minutes.Where(pair => pair.Value.Gpus.ContainsKey(gpuUuid))
                .Select(pair => new GpuBlock(hostId, gpuUuid, pair.Key, pair.Value.Gpus[gpuUuid].Copy()))];
        }
    }

    /// <summary>Those that nothing more is expected for. They stay until <see cref="Forget"/> says that they are stored.</summary>
    public IReadOnlyList<DateTimeOffset> Due(DateTimeOffset now)
    {
        var newest = minutes.Count == 0 ? default : minutes.Keys.Last();
        return [.. minutes.Where(pair => now - pair.Value.Touched >= Idle
                || (pair.Key < newest && (now - pair.Value.Touched >= Settle || minutes.Count > Limit)))
            .Select(pair => pair.Key)];
    }

    public IReadOnlyList<DateTimeOffset> All() => [.. minutes.Keys];

    public IReadOnlyCollection<GpuBlock> Blocks(IEnumerable<DateTimeOffset> starts) =>
        [.. starts.SelectMany(start => minutes[start].Gpus.Select(gpu => new GpuBlock(hostId, gpu.Key, start, gpu.Value)))];

    /// <returns>The messages that are safe now.</returns>
    public IReadOnlyList<MessageKey> Forget(IEnumerable<DateTimeOffset> starts)
    {
        var safe = new List<MessageKey>();
        lock (gate)
        {
            foreach (var start in starts)
            {
                minutes.Remove(start, out var minute);
                safe.AddRange(minute!.Messages);
            }
        }

        return safe;
    }

    private sealed class OpenMinute
    {
        public DateTimeOffset Touched { get; set; }
        public List<MessageKey> Messages { get; } = [];
        public Dictionary<string, GpuMinute> Gpus { get; } = [];
    }
}
