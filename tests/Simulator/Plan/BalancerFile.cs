using System.Text;

namespace SovereignFleet.Simulator.Plan;

/// <summary>HAProxy in front of the simulated inference servers: a frontend for each Pool, a server for each Host.</summary>
internal static class BalancerFile
{
    public static string Text(FleetPlan plan, string adminSocket)
    {
        var text = new StringBuilder();
        text.AppendLine("global")
            .AppendLine($"    stats socket {adminSocket} mode 600 level admin")
            .AppendLine("    stats timeout 30s")
            .AppendLine("    hard-stop-after 5s")
            .AppendLine("defaults")
            .AppendLine("    mode http")
            .AppendLine("    timeout connect 2s")
            .AppendLine("    timeout client 60s")
            .AppendLine("    timeout server 60s")
            .AppendLine("    retries 2")
            .AppendLine("    option redispatch");
        foreach (var site in plan.Sites)
        {
            text.AppendLine($"frontend {site.Pool}-in")
                .AppendLine($"    bind 127.0.0.1:{site.BalancerPort}")
                .AppendLine($"    default_backend {site.Pool}")
                .AppendLine($"backend {site.Pool}")
                .AppendLine("    balance leastconn")
                .AppendLine("    option httpchk GET /health");
            foreach (var host in site.Hosts)
            {
                text.AppendLine($"    server {host.TargetName} 127.0.0.1:{host.InferencePort} check inter 500ms rise 1");
            }
        }

        return text.ToString();
    }
}
