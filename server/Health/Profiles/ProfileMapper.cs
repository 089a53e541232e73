using Google.Protobuf.WellKnownTypes;
using SovereignFleet.Server.Fleet.Profiles;
using Wire = SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Server.Health.Profiles;

/// <summary>What is expected and what is found, as the API shows it.</summary>
internal static class ProfileMapper
{
    /// <param name="expected">Null: nothing is.</param>
    /// <param name="found">Null: its agent has not told yet.</param>
    public static Wire.ProfileView View(ExpectedProfile? expected, HostProfile? found)
    {
        var view = new Wire.ProfileView();
        if (found is not null)
        {
            view.Found = Map(found);
        }

        if (expected is not null)
        {
            view.Origin = Map(expected.Origin);
            view.Expected = Map(expected.Profile);
            view.Since = expected.Since.ToTimestamp();
            view.By = expected.By?[(expected.By.IndexOf(':', StringComparison.Ordinal) + 1)..] ?? "";
            view.Reason = expected.Reason ?? "";
        }

        return view;
    }

    public static HostProfile Read(Wire.HostProfile said) => new()
    {
        Gpus = said.HasGpus ? (int)said.Gpus : null,
        GpuModel = said.GpuModel.Trim() is { Length: > 0 } model ? model : null,
        Nics = said.HasNics ? (int)said.Nics : null,
        Disks = said.HasDisks ? (int)said.Disks : null,
        PcieGeneration = said.HasPcieGeneration ? (int)said.PcieGeneration : null,
        PcieWidth = said.HasPcieWidth ? (int)said.PcieWidth : null,
        NvLinks = said.HasNvlinks ? (int)said.Nvlinks : null,
    };

    private static Wire.HostProfile Map(HostProfile profile)
    {
        var wire = new Wire.HostProfile { GpuModel = profile.GpuModel ?? "" };
        Put(profile.Gpus, value => wire.Gpus = value);
        Put(profile.Nics, value => wire.Nics = value);
        Put(profile.Disks, value => wire.Disks = value);
        Put(profile.PcieGeneration, value => wire.PcieGeneration = value);
        Put(profile.PcieWidth, value => wire.PcieWidth = value);
        Put(profile.NvLinks, value => wire.Nvlinks = value);
        return wire;
    }

    private static void Put(int? value, Action<uint> put)
    {
        if (value is { } known)
        {
            put((uint)known);
        }
    }

    private static Wire.ProfileOrigin Map(ProfileOrigin origin) => origin switch
    {
        ProfileOrigin.Learned => Wire.ProfileOrigin.Learned,
        ProfileOrigin.Confirmed => Wire.ProfileOrigin.Confirmed,
        ProfileOrigin.Declared => Wire.ProfileOrigin.Declared,
        _ => throw new ArgumentOutOfRangeException(nameof(origin), origin, "There is no such origin of a profile."),
    };
}
