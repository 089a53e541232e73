namespace SovereignFleet.Agent.Spool.Packing;

/// <summary>Which fields of an ConnectRequest with a Frame are messages, and which numbers are in zig-zag coding: the wire does not
/// say. What is not listed is taken as bytes: it costs room and nothing else.</summary>
internal static class FrameSchema
{
    public const int None = 0;
    public const int Top = 1;

    private const int Frame = 2;
    private const int Gpu = 3;
    private const int Bmc = 4;
    private const int Inference = 5;
    private const int Status = 6;
    private const int Gateway = 7;
    private const int Leaf = 8;

    // GpuReading's metrics have the numbers from here on, all sint64.
    private const int FirstMetric = 10;

    public static int MessageIn(int node, int field) => (node, field) switch
    {
        (Top, 4) => Frame,
        (Frame, 1) => Leaf, // at
        (Frame, 2) => Gpu,
        (Frame, 3) => Bmc,
        (Frame, 4) => Inference,
        (Frame, 5) => Status,
        (Frame, 6) => Gateway,
        (Gpu, 5) => Leaf, // a link
        (Gpu, 6) => Leaf, // an instance of MIG
        (Bmc, 1) => Leaf, // a sensor
        (Bmc, 7) => Leaf, // an entry of the chassis map
        (Status, 4) => Leaf, // took
        (Gateway, 2) => Bmc,
        (Gateway, 3) => Status,
        _ => None,
    };

    public static bool IsSigned(int node, int field) => node == Gpu && field >= FirstMetric;
}
