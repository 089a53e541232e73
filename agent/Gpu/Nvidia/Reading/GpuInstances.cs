using SovereignFleet.Agent.Gpu.Nvidia.Nvml;
using SovereignFleet.Agent.Gpu.Nvidia.Reading.Facts;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.Gpu.Nvidia.Reading;

/// <summary>The memory of each instance of a GPU that MIG has divided: who runs out of it is one tenant, and the whole GPU does not show it.</summary>
internal static class GpuInstances
{
    private const string BeforeProfile = " MIG ";

    /// <summary>False where there is no sense in asking this GPU anything more.</summary>
    public static bool Read(NvmlDevice device, GpuReading to, GpuAnswers answers)
    {
        var places = device.Instances.Places();
        if (!places.IsOk)
        {
            return answers.Note(places.Outcome, places.Reason);
        }

        for (var place = 0u; place < places.Value; place++)
        {
            var found = device.Instances.At(place);
            if (found.Outcome is NvmlOutcome.Lost or NvmlOutcome.DriverGone)
            {
                return answers.Note(found.Outcome, found.Reason);
            }

            // Otherwise the place is empty, or not for this user to see.
            if (found.IsOk && found.Value!.Instances.Id() is { IsOk: true } id && to.Instances.All(one => one.Id != id.Value))
            {
                to.Instances.Add(One(found.Value, id.Value));
            }
        }

        return true;
    }

    private static InstanceReading One(NvmlDevice instance, uint id)
    {
        var one = new InstanceReading { Id = id, Profile = Profile(instance.Identity.Name()) };
        if (instance.Memory2() is { IsOk: true } newer)
        {
            (one.MemoryUsedBytes, one.MemoryTotalBytes, one.MemoryReservedBytes) = (newer.Value.Used, newer.Value.Total, newer.Value.Reserved);
        }
        else if (instance.Memory() is { IsOk: true } older)
        {
            (one.MemoryUsedBytes, one.MemoryTotalBytes) = (older.Value.Used, older.Value.Total);
        }

        return one;
    }

    // NVIDIA A100-SXM4-40GB MIG 1g.5gb; of one compute instance of several: NVIDIA A100-SXM4-40GB MIG 1c.3g.20gb
    private static string Profile(NvmlAnswer<string> name)
    {
        var from = name.IsOk ? name.Value!.LastIndexOf(BeforeProfile, StringComparison.Ordinal) : -1;
        if (from < 0)
        {
            return "";
        }

        var profile = name.Value![(from + BeforeProfile.Length)..];
        var parts = profile.Split('.', 2);
        return parts is [[.., 'c'], var ofTheGpu] ? ofTheGpu : profile;
    }
}
