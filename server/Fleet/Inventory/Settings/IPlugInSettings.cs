namespace SovereignFleet.Server.Fleet.Inventory.Settings;

/// <summary>The settings that a plug-in takes, typed. An absent key leaves the property's default.</summary>
internal interface IPlugInSettings
{
    /// <summary>Every fault; none: the plug-in can work with them.</summary>
    IEnumerable<SettingsFault> Faults();
}
