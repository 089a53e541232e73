using System.Text.Json;

namespace SovereignFleet.Server.Fleet.Inventory.Settings;

/// <summary>The plug-ins that the items of one section name. They are judged when the inventory is applied: what nobody could work with is
/// refused then, not found when it is needed.</summary>
internal interface ISettingsJudge
{
    /// <summary>The section whose items name the plug-ins: "pools".</summary>
    string Section { get; }

    /// <summary>What a plug-in of this kind is, for a person: "drain target".</summary>
    string Kind { get; }

    /// <summary>What may be named.</summary>
    IReadOnlyCollection<string> Known { get; }

    /// <param name="name">One of <see cref="Known"/>.</param>
    /// <param name="settings">An object; an empty one where none is declared.</param>
    IEnumerable<SettingsFault> Judge(string name, JsonElement settings);
}
