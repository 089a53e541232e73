using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Fleet;
using SovereignFleet.Server.Fleet.Ownership;
using SovereignFleet.Server.Fleet.Profiles;
using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Server.Link.Events;
using SovereignFleet.Server.Link.Observers;

namespace SovereignFleet.Server.Health.Window;

/// <summary>What is known of one Host now, and what just happened: the ground on which the rules judge. Rebuilt after a
/// restart from the last heartbeat, the last Inventory and the open Conditions.</summary>
internal sealed class HostWindow(HostIdentity host)
{
    /// <summary>How long a BMC reading stands for now: six of its usual periods. After that nothing is known.</summary>
    private static readonly TimeSpan BmcCurrent = TimeSpan.FromMinutes(1);

    private readonly Dictionary<string, GpuTrack> gpus = [];
    private readonly Dictionary<string, SensorTrack> sensors = [];

    public HostIdentity Host => host;
    public IReadOnlyCollection<GpuTrack> Gpus => gpus.Values;
    public IReadOnlyDictionary<string, SensorTrack> Sensors => sensors;
    private DateTimeOffset bmcAt;

    /// <summary>What the Host's own agent or its gateway read of the BMC; null: nothing that still holds.</summary>
    public BmcReading? Bmc { get; private set; }

    /// <summary>What the BMC gateway told in this judgement; null: it is the Host's own agent that speaks.</summary>
    public BmcWord? Gateway { get; private set; }

    /// <summary>The machine that just connected while another one speaks as this Host; null: it is something else that is judged.</summary>
    public DuplicateAgent? Duplicate { get; init; }

    /// <summary>The try with a superseded certificate that was just refused; null: it is something else that is judged.</summary>
    public SupersededAgent? Superseded { get; init; }

    /// <summary>The Host's boot by its own word; empty: it does not tell.</summary>
    public string BootId { get; init; } = "";

    /// <summary>The GPUs that its last Inventory names and another Host has.</summary>
    public IReadOnlyList<GpuClaim> Claims { get; private set; } = [];

    /// <summary>What is expected of the Host; null: nobody has said it, and it showed no GPU yet.</summary>
    public HostProfile? Expected { get; set; }

    /// <summary>What its last Inventory says that it has; null: there was none.</summary>
    public HostProfile? Found { get; private set; }

    /// <summary>GPUs that the driver lists in the last Frame and that cannot say which they are.</summary>
    public IReadOnlyList<GpuReading> Unnamed { get; private set; } = [];

    /// <summary>What its inference servers said in the last Frame; empty: they were not read in it, or there is none.</summary>
    public IReadOnlyList<InferenceReading> Inference { get; private set; } = [];

    /// <summary>When the last Frame was received; null: none was.</summary>
    public DateTimeOffset? FrameAt { get; private set; }

    /// <summary>The Events of this judgement alone, in the order of their time. None of an earlier boot but records of the BMC's log.</summary>
    public IReadOnlyList<StoredEvent> NewEvents { get; private set; } = [];

    /// <summary>This Host's Conditions that are pending or firing.</summary>
    public IReadOnlyList<Condition> Open { get; set; } = [];

    public void Add(Frame frame, DateTimeOffset receivedAt)
    {
        NewEvents = [];
        FrameAt = receivedAt;
        foreach (var reading in frame.Gpus.Where(reading => reading.Uuid.Length > 0))
        {
            Gpu(reading.Uuid).Observe(reading, receivedAt);
        }

        foreach (var absent in gpus.Values.Where(gpu => frame.Gpus.All(reading => reading.Uuid != gpu.Uuid)))
        {
            // Where no GPU could be read at all it is not this one that is missing.
            absent.ObserveAbsent(frame.Gpus.Count > 0 ? receivedAt : null);
        }

        Unnamed = [.. frame.Gpus.Where(reading => reading.Uuid.Length == 0)];
        Inference = frame.Inference;

        foreach (var status in frame.Sensors)
        {
            sensors[status.Name] = SensorTrack.Next(sensors.GetValueOrDefault(status.Name), status, receivedAt);
        }

        if (frame.Bmc is not null)
        {
            (Bmc, bmcAt) = (frame.Bmc, receivedAt);
        }
        else if (receivedAt - bmcAt > BmcCurrent)
        {
            Bmc = null;
        }
    }

    /// <summary>Of a window that holds nothing else: what a gateway tells is judged by itself.</summary>
    public void Add(BmcWord word) => (Gateway, Bmc, bmcAt) = (word, word.Reading, word.At);

    public void Add(IReadOnlyList<StoredEvent> events)
    {
        // A fault of an earlier boot the reboot has ended, whether that has been told by now or comes with the next batch: a backlog
        // alarms nobody. What a reboot does not mend is read again; only a BMC's log, which outlives every boot, is told once.
        NewEvents = [.. events.Where(seen => BootId.Length == 0 || seen.BootId.Length == 0 || seen.BootId == BootId || seen.Kind == EventKinds.BmcSel)];
        foreach (var seen in NewEvents)
        {
            // An Event of the whole Host (a reboot) concerns each of its GPUs; an unnamed GPU's concerns none that we know.
            IEnumerable<GpuTrack> concerned = seen.GpuUuid is not null ? [Gpu(seen.GpuUuid)] : seen.Kind == EventKinds.Reboot ? gpus.Values : [];
            foreach (var gpu in concerned)
            {
                gpu.Observe(seen);
            }
        }
    }

    /// <summary>The GPUs that count as the Host's, seen today or not. One that is taken out of it by a person's word is missed no more.</summary>
    public void Know(IReadOnlyCollection<Gpu> known)
    {
        foreach (var taken in gpus.Values.Where(gpu => gpu.Reading is null && known.All(row => row.Uuid != gpu.Uuid)).ToArray())
        {
            gpus.Remove(taken.Uuid);
        }

        foreach (var row in known)
        {
            Gpu(row.Uuid).Info ??= new GpuInfo
            {
                Uuid = row.Uuid,
                Index = (uint)row.Index,
                Name = row.Model,
                Serial = row.Serial,
                PartNumber = row.PartNumber,
                PciAddress = row.PciAddress,
            };
        }
    }

    public void Add(SettledInventory inventory)
    {
        Claims = inventory.Waiting;
        Found = FoundProfile.Of(inventory.Said, [.. inventory.Own.DistinctBy(info => info.Uuid)], heartbeat: null);
        // Another GPU stands in its place: it was swapped. One that is only absent may be dead, and is missed.
        var said = inventory.Said.Gpus;
        foreach (var swapped in gpus.Values.Where(gpu => said.Any(info => info.Uuid != gpu.Uuid && string.Equals(info.PciAddress, gpu.Info?.PciAddress, StringComparison.OrdinalIgnoreCase))
            && said.All(info => info.Uuid != gpu.Uuid)).ToArray())
        {
            gpus.Remove(swapped.Uuid);
        }

        foreach (var claim in Claims)
        {
            gpus.Remove(claim.Uuid);
        }

        foreach (var info in inventory.Own)
        {
            Gpu(info.Uuid).Info = info;
        }
    }

    public string LabelOf(string? gpuUuid) =>
        gpuUuid is not null && gpus.TryGetValue(gpuUuid, out var gpu) ? gpu.Label : gpuUuid is null ? "An unnamed GPU" : $"GPU {gpuUuid}";

    private GpuTrack Gpu(string uuid)
    {
        if (!gpus.TryGetValue(uuid, out var gpu))
        {
            gpus[uuid] = gpu = new GpuTrack(uuid);
        }

        return gpu;
    }
}
