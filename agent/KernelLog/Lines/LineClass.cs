namespace SovereignFleet.Agent.KernelLog.Lines;

/// <summary>What became of a line; of the lines of one record the highest holds.</summary>
internal enum LineClass
{
    /// <summary>Of a part of the kernel that is not our matter.</summary>
    Ignored,

    /// <summary>Belongs to an Event that an earlier line began.</summary>
    Continuation,

    /// <summary>A parser made an Event of it.</summary>
    Understood,

    /// <summary>Of the GPU driver and known to no parser: it is told as it is.</summary>
    NotUnderstood,
}
