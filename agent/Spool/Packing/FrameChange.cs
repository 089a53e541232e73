namespace SovereignFleet.Agent.Spool.Packing;

/// <summary>What became of a field of the reference. The numbers are on disk.</summary>
internal enum FrameChange
{
    Same = 0,
    Absent = 1,
    Changed = 2,
}
