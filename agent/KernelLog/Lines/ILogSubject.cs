using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.KernelLog.Lines;

/// <summary>One subject of the kernel's log: the GPU driver, host memory, PCIe, disks, ... Remembers what spans lines, within bounds.</summary>
internal interface ILogSubject
{
    string Name { get; }

    /// <summary>True while an Event waits for lines that may still belong to it.</summary>
    bool IsHolding => false;

    /// <summary>Takes a line, or answers Ignored where it is another subject's. Events that are complete go to <paramref name="told"/>.</summary>
    LineClass Take(KernelLine line, List<Event> told);

    /// <summary>Nothing more comes to what was begun: it goes to <paramref name="told"/> as it is. Answers how many lines, counted
    /// as a continuation before, turned out not to be understood.</summary>
    int Flush(List<Event> told) => 0;
}
