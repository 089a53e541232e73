using System.Text.Json;
using SovereignFleet.Server.Fleet.Inventory.Settings;
using SovereignFleet.Server.Hosting;

namespace SovereignFleet.Server.Service.Targets;

/// <summary>The drain targets by name: what a Pool may name.</summary>
internal sealed class DrainTargets(IEnumerable<IDrainTarget> targets) : ISettingsJudge
{
    private readonly NameTable<IDrainTarget> table = new("drain target", targets, target => target.Name);

    public string Section => "pools";

    public string Kind => "drain target";

    public IReadOnlyCollection<string> Known => table.Names;

    public IDrainTarget? Find(string name) => table.Find(name);

    public IEnumerable<SettingsFault> Judge(string name, JsonElement settings) => table.Find(name)!.Judge(settings);
}
