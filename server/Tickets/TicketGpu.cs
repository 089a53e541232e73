using SovereignFleet.Server.Maintenance;

namespace SovereignFleet.Server.Tickets;

internal sealed record TicketGpu(
    int Index, int? Slot, string Model, string PciAddress, string Serial, string Uuid, string PartNumber);
