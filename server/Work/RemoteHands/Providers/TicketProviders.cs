using System.Text.Json;
using SovereignFleet.Server.Fleet.Inventory.Settings;
using SovereignFleet.Server.Hosting;

namespace SovereignFleet.Server.Work.RemoteHands.Providers;

/// <summary>The ticket providers by name: what a Site may name.</summary>
internal sealed class TicketProviders(IEnumerable<ITicketProvider> providers) : ISettingsJudge
{
    private readonly NameTable<ITicketProvider> table = new("ticket provider", providers, provider => provider.Name);

    public string Section => "sites";

    public string Kind => "ticket provider";

    public IReadOnlyCollection<string> Known => table.Names;

    public ITicketProvider? Find(string name) => table.Find(name);

    public IEnumerable<SettingsFault> Judge(string name, JsonElement settings) => table.Find(name)!.Judge(settings);
}
