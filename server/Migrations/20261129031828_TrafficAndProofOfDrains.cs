using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace SovereignFleet.Server.Migrations
{
    /// <inheritdoc />
    public partial class TrafficAndProofOfDrains : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "target_fault",
                table: "hosts",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "unread_since",
                table: "host_heartbeats",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "repaired_at",
                table: "gpus",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "return_as_it_is",
                table: "drains",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<long>(
                name: "taken",
                table: "drains",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "taken_at",
                table: "drains",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "touched",
                table: "drains",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "traffic",
                table: "drains",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "traffic_at",
                table: "drains",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "undone",
                table: "drains",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "undone_at",
                table: "drains",
                type: "timestamp with time zone",
                nullable: true);

            // It was the Window of the hour in which the Drain was proposed; the Windows of now are asked.
            migrationBuilder.Sql("UPDATE drains SET not_before = NULL WHERE not_before IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "target_fault",
                table: "hosts");

            migrationBuilder.DropColumn(
                name: "unread_since",
                table: "host_heartbeats");

            migrationBuilder.DropColumn(
                name: "repaired_at",
                table: "gpus");

            migrationBuilder.DropColumn(
                name: "return_as_it_is",
                table: "drains");

            migrationBuilder.DropColumn(
                name: "taken",
                table: "drains");

            migrationBuilder.DropColumn(
                name: "taken_at",
                table: "drains");

            migrationBuilder.DropColumn(
                name: "touched",
                table: "drains");

            migrationBuilder.DropColumn(
                name: "traffic",
                table: "drains");

            migrationBuilder.DropColumn(
                name: "traffic_at",
                table: "drains");

            migrationBuilder.DropColumn(
                name: "undone",
                table: "drains");

            migrationBuilder.DropColumn(
                name: "undone_at",
                table: "drains");
        }
    }
}
