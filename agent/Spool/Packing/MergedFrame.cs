using Google.Protobuf;
using Google.Protobuf.Collections;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.Spool.Packing;

/// <summary>A reference must have all that a Frame may have, and the BMC is read now and then only: so it is made of the newest of
/// everything. It is no message that was ever sent.</summary>
internal static class MergedFrame
{
    public static ConnectRequest Of(ConnectRequest older, ConnectRequest newer)
    {
        var merged = newer.Clone();
        var (before, frame) = (older.Frame, merged.Frame);
        Merge(before.Gpus, frame.Gpus);
        for (var place = 0; place < newer.Frame.Gpus.Count; place++)
        {
            // MergeFrom puts those of both one behind the other, and with each reference there would be more.
            Newest(newer.Frame.Gpus[place].Links, frame.Gpus[place].Links);
            Newest(newer.Frame.Gpus[place].Instances, frame.Gpus[place].Instances);
        }

        Merge(before.Inference, frame.Inference);
        Merge(before.Sensors, frame.Sensors);
        frame.Bmc ??= before.Bmc;
        for (var place = 0; place < before.Gateway.Count; place++)
        {
            // As with links: the sensors of both would stand one behind the other.
            if (place < frame.Gateway.Count)
            {
                frame.Gateway[place].Bmc ??= before.Gateway[place].Bmc;
            }
            else
            {
                frame.Gateway.Add(before.Gateway[place]);
            }
        }

        return merged;
    }

    private static void Newest<T>(RepeatedField<T> newest, RepeatedField<T> merged)
    {
        if (newest.Count > 0)
        {
            merged.Clear();
            merged.Add(newest);
        }
    }

    private static void Merge<T>(IList<T> older, IList<T> newer)
        where T : class, IMessage<T>, IDeepCloneable<T>
    {
        for (var place = 0; place < older.Count; place++)
        {
            if (place >= newer.Count)
            {
                newer.Add(older[place]);
                continue;
            }

            var merged = older[place].Clone();
            merged.MergeFrom(newer[place]);
            newer[place] = merged;
        }
    }
}
