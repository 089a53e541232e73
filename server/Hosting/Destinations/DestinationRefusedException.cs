namespace SovereignFleet.Server.Hosting.Destinations;

/// <summary>Nothing was connected to: the configuration does not allow it. For the log alone.</summary>
internal sealed class DestinationRefusedException(string message) : IOException(message);
