using System.Text.Json;

namespace SovereignFleet.Server.Fleet.Inventory.Settings;

/// <summary>A value that is of the right kind and cannot be meant. The message is for a person: "\"24:00\" is no time of a day ...".</summary>
internal sealed class UnfitValueException(string message) : JsonException(message);
