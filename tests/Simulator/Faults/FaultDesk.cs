using SovereignFleet.Simulator.Hardware;

namespace SovereignFleet.Simulator.Faults;

/// <summary>Breaks and mends what an operator names.</summary>
internal sealed class FaultDesk(IReadOnlyList<SimulatedAgent> agents)
{
    public string Obey(FaultOrder order)
    {
        var agent = agents.FirstOrDefault(agent => agent.Host.Plan.Name == order.Host);
        if (agent is null)
        {
            return $"{FaultFolder.Refused}there is no host {order.Host}; there are {agents[0].Host.Plan.Name} to {agents[^1].Host.Plan.Name}";
        }

        return agent.Host.Gpus.ElementAtOrDefault(order.Gpu) is { } gpu
            ? Obey(order.Kind, agent, gpu)
            : $"{FaultFolder.Refused}{order.Host} has the GPUs 0 to {agent.Host.Gpus.Count - 1}";
    }

    private static string Obey(FaultKind kind, SimulatedAgent agent, SimulatedGpu gpu)
    {
        var name = agent.Host.Plan.Name;
        switch (kind)
        {
            case FaultKind.Ecc:
                gpu.CountUncorrected();
                agent.Events.Uncorrected(gpu);
                return $"{name}: GPU {gpu.Index} counts one uncorrectable ECC error more.";
            case FaultKind.Xid79:
                gpu.Break(GpuFault.Lost);
                agent.Events.Xid79(gpu);
                return $"{name}: GPU {gpu.Index} has fallen off the bus (XID 79).";
            case FaultKind.Overheat:
                gpu.Break(GpuFault.Overheat);
                return $"{name}: GPU {gpu.Index} runs into its thermal limit within half a minute.";
            case FaultKind.RemapPending:
                gpu.Break(GpuFault.RemapPending);
                agent.Events.RemapPending(gpu);
                return $"{name}: GPU {gpu.Index} has a row remapping pending.";
            case FaultKind.AgentSilent:
                agent.Silence();
                return $"{name}: the agent is silent. ./fleet fault {name} {gpu.Index} clear wakes it.";
            case FaultKind.Clear:
                gpu.Mend();
                agent.Wake();
                return $"{name}: GPU {gpu.Index} is well again, and the agent speaks.";
            default:
                throw new ArgumentOutOfRangeException(nameof(kind), kind, null);
        }
    }
}
